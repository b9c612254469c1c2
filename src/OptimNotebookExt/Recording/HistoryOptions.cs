namespace OptimNotebookExt.Recording;

/// <summary>What a <see cref="History"/> records, how often and into how much memory.</summary>
public sealed record HistoryOptions
{
    /// <summary>Steps between samples, at least 1; doubled each time the capacity is reached. An <c>Every</c> without a common factor with the optimizer's own periods (4 and 10) sees every kind of step.</summary>
    public long Every { get; init; } = 10;

    /// <summary>Which columns are recorded.</summary>
    public HistoryLevel Level { get; init; } = HistoryLevel.Economy;

    /// <summary>Most samples held, at least 2; when they are reached every second one is dropped and <see cref="Every"/> doubled.</summary>
    public int Capacity { get; init; } = 4096;

    /// <summary>Names of the parameters to record; all of the optimizer's at <c>Attach</c> when null.</summary>
    public IReadOnlyCollection<string>? Parameters { get; init; }

    /// <summary>Samples between those that look at matrices, at least 1 (levels Business and Full).</summary>
    public long MatrixEvery { get; init; } = 10;

    /// <summary>Most moments of which whole spectra are held, at least 2; thinned like the samples (level Full).</summary>
    public int SpectraCapacity { get; init; } = 64;

    /// <summary>Most elements of a parameter that are looked at, at least 1; null: 2048 at Economy, all at the other levels.</summary>
    public long? Elements { get; init; }

    internal long ElementLimit => Elements ?? (Level == HistoryLevel.Economy ? 2048 : long.MaxValue);

    internal void Validate()
    {
        AtLeast(Every, 1, nameof(Every));
        AtLeast(Capacity, 2, nameof(Capacity));
        AtLeast(MatrixEvery, 1, nameof(MatrixEvery));
        AtLeast(SpectraCapacity, 2, nameof(SpectraCapacity));
        AtLeast(Elements ?? 1, 1, nameof(Elements));
        if (!Enum.IsDefined(Level))
            throw new ArgumentOutOfRangeException(nameof(Level), Level, $"Level must be {string.Join(", ", Enum.GetNames<HistoryLevel>())}.");
        if (Parameters is { Count: 0 })
            throw new ArgumentException("Parameters is empty: name at least one parameter, or leave it null for all.", nameof(Parameters));
    }

    private static void AtLeast(long value, long least, string name)
    {
        if (value < least)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least {least}.");
    }
}
