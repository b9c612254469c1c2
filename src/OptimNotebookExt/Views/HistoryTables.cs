using OptimNotebookExt.Recording;

namespace OptimNotebookExt.Views;

/// <summary>The tables of a history.</summary>
internal static class HistoryTables
{
    private const int MaxParameters = 60;

    private static readonly string[] Quantities =
        ["param_rms", "grad_rms", "update_rms", "relative_update", "cos_update_gradient", "clipped_fraction"];

    internal static IEnumerable<(string Name, string Value)> Facts(HistorySnapshot history)
    {
        if (history.Level is { } level)
            yield return ("level", level.ToString());
        if (history.Every is { } every)
            yield return ("sampled", every == 1 ? "every step" : $"every {ViewText.Count(every)} steps");
        foreach (var (name, values) in history.Values.Where(v => v.Key is "loss" or "lr" || v.Key.EndsWith("/lr", StringComparison.Ordinal)))
            yield return (name, $"{ViewText.Number(values[0])} → {ViewText.Number(values[^1])}");
        var dominating = history.Dominating.OfType<string>().GroupBy(n => n).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault();
        if (dominating is not null)
            yield return ("largest share of the update", $"{dominating.Key}, in {ViewText.Count(dominating.Count())} of {ViewText.Count(history.Steps.Length, "sample")}");
    }

    /// <summary>The last sample of every parameter.</summary>
    internal static void WriteLast(ViewWriter writer, HistorySnapshot history)
    {
        var names = Parameters(history);
        var quantities = Quantities.Where(q => HistoryLines.Columns(history, q).Length > 0).ToArray();
        if (names.Length == 0 || quantities.Length == 0)
            return;
        writer.Table(
            ["parameter", .. quantities],
            names.Take(MaxParameters).Select(name => (string[])[name, .. quantities.Select(q => Last(history, $"{name}/{q}"))]),
            $"Last sample (step {ViewText.Count(history.Steps[^1])})");
        if (names.Length > MaxParameters)
            writer.Paragraph($"{ViewText.Count(names.Length - MaxParameters, "more parameter")}: history.Columns has every one.");
    }

    /// <summary>The recorded parameters; a CSV file names them in its columns alone.</summary>
    internal static string[] Parameters(HistorySnapshot history) => history.Parameters.IsEmpty
        ? [.. HistoryLines.Columns(history, "update_rms").Select(c => c[..^"/update_rms".Length])]
        : [.. history.Parameters];

    private static string Last(HistorySnapshot history, string column) =>
        history.Columns.TryGetValue(column, out var values) ? ViewText.Number(values[^1]) : "–";
}
