namespace OptimNotebookExt.Host.Gallery;

/// <summary>The source of an entry as a reader would write it: without the lambda's head, and not indented.</summary>
internal static class GalleryCode
{
    internal static string Of(string lambda)
    {
        var at = lambda.IndexOf("=>", StringComparison.Ordinal);
        var lines = (at < 0 ? lambda : lambda[(at + 2)..]).Trim().Split('\n');
        // The first line stands where the lambda began, the others at their place in the file.
        var indent = lines.Skip(1).Where(l => l.Trim().Length > 0).Select(l => l.TakeWhile(c => c == ' ').Count()).DefaultIfEmpty(0).Min();
        if (lines[0] != "{")
            indent = Math.Max(0, indent - 4);
        string[] code = [lines[0], .. lines.Skip(1).Select(l => l.Length > indent ? l[indent..] : l.Trim())];
        return string.Join('\n', code[0] == "{" && code[^1] == "}" ? code[1..^1].Select(l => l.StartsWith("    ", StringComparison.Ordinal) ? l[4..] : l) : code);
    }
}
