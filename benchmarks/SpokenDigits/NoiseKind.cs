namespace SpokenDigits;

/// <summary>What is mixed with the speech.</summary>
internal enum NoiseKind
{
    /// <summary>The same power at all frequencies.</summary>
    White,

    /// <summary>Power that falls as 1/f.</summary>
    Pink,

    /// <summary>Twelve other voices of the same part that read sentences without digits.</summary>
    Babble,
}
