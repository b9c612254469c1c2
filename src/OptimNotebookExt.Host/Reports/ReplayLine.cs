namespace OptimNotebookExt.Host.Reports;

/// <summary>One line of <c>optimnb replay</c>: <c>FILE path dtype maxrel tolerance PASS|FAIL|INFO</c>.</summary>
internal sealed record ReplayLine(string File, string Path, string DType, string MaxRel, string Tolerance, string Verdict)
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
        // From the right, because only the file name can hold spaces.
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length < 6 || words[^1] is not ("PASS" or "FAIL" or "INFO"))
            return null;
        return new(string.Join(' ', words[..^5]), words[^5], words[^4], words[^3], words[^2], words[^1]);
    }

    /// <summary><c>12 PASS, 1 INFO, 0 FAIL</c>.</summary>
    internal static string Count(IReadOnlyCollection<ReplayLine> lines) =>
        string.Join(", ", new[] { "PASS", "INFO", "FAIL" }.Select(v => Numbers.Invariant($"{lines.Count(line => line.Verdict == v)} {v}")));
}
