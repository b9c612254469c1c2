namespace OptimNotebookExt.Host.Kernels;

/// <summary>Positions in messages count characters of Unicode, those of .NET count UTF-16 units.</summary>
internal static class CodePoints
{
    /// <summary>The index of a character; the end of the text where it has fewer.</summary>
    internal static int Offset(string text, int characters)
    {
        var index = 0;
        for (; characters > 0 && index < text.Length; characters--)
            index += char.IsSurrogatePair(text, index) ? 2 : 1;
        return index;
    }

    /// <summary>How many characters stand before an index.</summary>
    internal static int Count(string text, int index)
    {
        var count = 0;
        for (var i = 0; i < index; count++)
            i += char.IsSurrogatePair(text, i) ? 2 : 1;
        return count;
    }
}
