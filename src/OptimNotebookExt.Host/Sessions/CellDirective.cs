using System.Text.RegularExpressions;

namespace OptimNotebookExt.Host.Sessions;

/// <summary>A line of a cell that is not C#.</summary>
/// <param name="Kind">What it asks for.</param>
/// <param name="Text">A path, a package, a source, or the whole line of a magic.</param>
/// <param name="Line">Its line in the cell, from 1.</param>
internal sealed partial record CellDirective(DirectiveKind Kind, string Text, int Line)
{
    /// <summary>Reads a directive; null where it is one of C#'s own.</summary>
    internal static CellDirective? Parse(string written, int line)
    {
        if (written.StartsWith("#!", StringComparison.Ordinal))
            return new CellDirective(DirectiveKind.Magic, written, line);
        if (QuotedPattern().Match(written) is not { Success: true } match)
            return null;
        var argument = match.Groups["text"].Value.Trim();
        var package = argument.StartsWith("nuget:", StringComparison.OrdinalIgnoreCase);
        var text = package ? argument["nuget:".Length..].Trim() : argument;
        var kind = (match.Groups["kind"].Value, package) switch
        {
            ("i", _) => DirectiveKind.PackageSource,
            (_, true) => DirectiveKind.Package,
            _ => DirectiveKind.Assembly,
        };
        return new CellDirective(kind, text, line);
    }

    [GeneratedRegex("""^#\s*(?<kind>[ri])\s*"(?<text>[^"]*)"\s*(//.*)?$""")]
    private static partial Regex QuotedPattern();
}
