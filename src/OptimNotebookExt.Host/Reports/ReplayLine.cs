namespace OptimNotebookExt.Host.Reports;

/// <summary>One line of <c>optimnb replay</c>: <c>FILE path dtype maxrel tolerance PASS|FAIL|INFO</c>, and a note where there is one.</summary>
internal sealed record ReplayLine(string File, string Path, string DType, string MaxRel, string Tolerance, string Verdict, string Note = "")
{
    /// <summary>What the file tests: its name up to the case.</summary>
    internal string Subject
    {
        get
        {
            var name = System.IO.Path.GetFileNameWithoutExtension(File);
            var end = name.IndexOf("__", StringComparison.Ordinal);
            return end > 0 ? name[..end] : name;
        }
    }

    /// <summary>The replay lines in <paramref name="text"/>; other lines are left out.</summary>
    internal static IReadOnlyList<ReplayLine> Parse(string text) =>
        [.. text.Split('\n').Select(ParseLine).OfType<ReplayLine>()];

    private static ReplayLine? ParseLine(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        // The verdict is the anchor: the file name before it and the note after it can hold spaces.
        var at = Array.FindIndex(words, word => word is "PASS" or "FAIL" or "INFO");
        return at < 5 ? null : new(
            string.Join(' ', words[..(at - 4)]), words[at - 4], words[at - 3], words[at - 2], words[at - 1], words[at], string.Join(' ', words[(at + 1)..]));
    }

    /// <summary><c>12 PASS, 1 INFO, 0 FAIL</c>.</summary>
    internal static string Count(IReadOnlyCollection<ReplayLine> lines) =>
        string.Join(", ", new[] { "PASS", "INFO", "FAIL" }.Select(v => Numbers.Invariant($"{lines.Count(line => line.Verdict == v)} {v}")));
}
