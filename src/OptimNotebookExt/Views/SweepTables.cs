using System.Globalization;
using OptimNotebookExt.Experiments.Sweeps;

namespace OptimNotebookExt.Views;

/// <summary>The tables of a sweep.</summary>
internal static class SweepTables
{
    private const int MaxRows = 400;

    internal static void WriteStandings(ViewWriter writer, SweepSummary summary)
    {
        if (summary.Standings.Count == 0)
            return;
        var (metric, target) = (summary.Results.Metric, ViewText.Number(summary.Results.Target));
        writer.Table(
            ["optimizer", "best setting", "seeds", $"{metric}: median", "quartiles", "least … greatest", "geometric mean", "reached", "steps to target", "s to target", "ms a step", "CPU ms a step", "bytes a parameter"],
            summary.Standings.Select(s => (string[])
            [
                s.Optimizer, Setting(summary, s), ViewText.Count(s.Runs), ViewText.Number(s.Median), ViewText.Range(s.LowerQuartile, s.UpperQuartile), ViewText.Range(s.Minimum, s.Maximum), ViewText.Number(s.GeometricMean),
                $"{ViewText.Count(s.Reached)}/{ViewText.Count(s.Runs)}", Reached(s.StepsToTarget), Reached(s.SecondsToTarget), Known(s.MillisecondsPerStep), Known(s.CpuMillisecondsPerStep), ViewText.Number(s.ExtraBytesPerParameter),
            ]),
            $"At the best setting, on seeds that tuning has not seen; the target is a training loss of {target}");
        if (summary.Standings.Where(s => s.AtEdge).Select(s => s.Optimizer).ToArray() is { Length: > 0 } edge)
            writer.Paragraph($"* {string.Join(", ", edge)}: the best learning rate is at the edge of the grid; a wider one might find a better.");
        if (summary.Standings.Where(s => s.Diverged > 0).Select(s => $"{s.Optimizer} on {ViewText.Count(s.Diverged, "seed")}").ToArray() is { Length: > 0 } diverged)
            writer.Paragraph($"Diverged, and counted as +∞: {string.Join(", ", diverged)}.");
    }

    internal static void WriteComparisons(ViewWriter writer, SweepSummary summary)
    {
        if (summary.Comparisons.Count == 0)
            return;
        writer.Table(
            ["optimizer", "against", "lower on", "median ratio", "p", "p (Holm)", "verdict"],
            summary.Comparisons.Select(c => (string[])
            [
                c.Optimizer, c.Baseline, $"{ViewText.Count(c.Wins)}/{ViewText.Count(c.Pairs)}", c.IsRatio ? ViewText.Number(c.Effect) : $"{ViewText.Number(c.Effect)} (difference)",
                ViewText.Number(c.P), ViewText.Number(c.AdjustedP), c.Verdict,
            ]),
            $"{summary.Results.Metric} on the same seeds: Wilcoxon's signed-rank test, exact, two-sided; Holm's correction over all rows; a verdict needs p < {SweepComparison.Level.ToString(CultureInfo.InvariantCulture)}");
    }

    internal static void WriteSensitivity(ViewWriter writer, SweepSummary summary)
    {
        if (summary.Sensitivity.Count == 0)
            return;
        var rates = summary.Sensitivity.Select(p => p.LearningRate).Distinct().Order().ToArray();
        writer.Table(
            ["lr", .. rates.Select(ViewText.Number)],
            summary.Sensitivity.GroupBy(p => p.Optimizer).Select(points => (string[])
            [
                points.Key, .. rates.Select(rate => points.FirstOrDefault(p => p.LearningRate.Equals(rate)) is { } point ? ViewText.Number(point.Median) : "–"),
            ]),
            $"{summary.Results.Metric} on the {(summary.Results.Definition.TuneSeeds.Count == 1 ? "seed" : "seeds")} for tuning ({string.Join(", ", summary.Results.Definition.TuneSeeds)}), by learning rate; +∞ where it diverged");
    }

    internal static void WriteRows(ViewWriter writer, SweepResults results)
    {
        writer.Table(
            ["run", "phase", "seed", results.Metric, "final loss", "steps to target", "fingerprint"],
            results.Rows.Take(MaxRows).Select(r => (string[])
            [
                r.Key, r.Phase == SweepPhase.Tune ? "tune" : "best", r.Seed.ToString(CultureInfo.InvariantCulture), ViewText.Number(r.Value), ViewText.Number(r.Final),
                r.StepsToTarget is { } steps ? ViewText.Count(steps) : "–", r.Fingerprint,
            ]),
            "optimnb rerun sweep.json --run KEY does a run again, and compares");
        if (results.Rows.Count > MaxRows)
            writer.Paragraph($"{ViewText.Count(results.Rows.Count - MaxRows, "more run")}: results.Rows has every one.");
    }

    /// <summary>What the grid varies of it.</summary>
    private static string Setting(SweepSummary summary, SweepStanding standing)
    {
        var axes = summary.Results.Definition.Find(standing.Optimizer).Grid.Select(a => $"{a.Name} {ViewText.Number(standing.Best.Settings[a.Name])}");
        return string.Join(", ", axes) + (standing.AtEdge ? "*" : string.Empty);
    }

    private static string Known(double? value) => value is { } number ? ViewText.Number(number) : "–";

    private static string Reached(double? value) => value is { } number && !double.IsInfinity(number) ? ViewText.Number(number) : "–";
}
