using System.Globalization;

namespace OptimNotebookExt.Host.Sessions;

/// <summary>What a cell is called in line numbers.</summary>
internal static class CellName
{
    private const string Prefix = "optimnb-cell:";

    /// <summary>The name for the compiler; no file can have it by accident.</summary>
    internal static string Of(int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}cell {number}");

    internal static bool IsCell(string? path) => path?.Contains(Prefix, StringComparison.Ordinal) == true;

    /// <summary>The name for a reader: of a cell, or of a file without its folder.</summary>
    internal static string Shown(string path) =>
        path.IndexOf(Prefix, StringComparison.Ordinal) is >= 0 and var start ? path[(start + Prefix.Length)..] : Path.GetFileName(path);
}
