namespace OptimNotebookExt.Host.Sessions.Code;

/// <summary>Code whose directives are spaces: every position stays where it was.</summary>
internal static class CodeWithoutDirectives
{
    internal static string Of(string code) => string.Join('\n', code.Split('\n').Select(line => IsDirective(line) ? new string(' ', line.Length) : line));

    private static bool IsDirective(string line)
    {
        var text = line.AsSpan().TrimStart();
        return text.StartsWith("#!") || text.StartsWith("#r") || (text.StartsWith("#i") && !text.StartsWith("#if"));
    }
}
