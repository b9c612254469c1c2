using System.Globalization;
using OptimNotebookExt.Experiments.Sweeps;
using OptimNotebookExt.Tests;

namespace OptimNotebookExt.Host.Tests.Documents;

/// <summary>The tables of the pages that are made from the committed sweeps, as Markdown.</summary>
internal static class SweepPages
{
    private const string Against = "AdamW";

    private static readonly string[] Tasks = ["eve-cain-fixed", "eve-cain-reshuffled", "quadratic", "quadratic-noise", "teacher", "characters", "spoken-digits"];

    private static readonly IReadOnlyList<SweepSummary> Sweeps =
        [.. Tasks.Select(t => Repository.Path("data", "results", "sweeps", t, "sweep.json")).Where(File.Exists).Select(f => SweepSummary.Of(SweepResults.Load(f)))];

    /// <summary>What a reader writes for it.</summary>
    private static string Code(string optimizer) => optimizer switch
    {
        "LearnedGradientStable" => "`LearnedGradient`",
        "base only" => "`LearnedGradient.BaseOnly`",
        "rotated" => "`LearnedGradient.Rotated`",
        "rotated base only" => "its base alone",
        "LearnedGradient draft" => "`LearnedGradient.Draft`",
        "AdamW" or "SGD" => optimizer,
        _ => $"`{optimizer}`",
    };

    private static IEnumerable<string> Optimizers => Sweeps[0].Results.Definition.Optimizers.Select(o => o.Name);

    /// <summary>Each optimizer's held-out figure over AdamW's, on every task.</summary>
    internal static string Relative()
    {
        var head = Row(["optimizer", .. Sweeps.Select(s => s.Results.Definition.Task), "bytes"]) + Rule(Sweeps.Count + 2);
        return head + string.Concat(Optimizers.Select(o => Row([Code(o), .. Sweeps.Select(s => Effect(s, o)), Bytes(o)])));

        string Bytes(string optimizer)
        {
            double[] bytes = [.. Sweeps.Select(s => Of(s, optimizer).ExtraBytesPerParameter)];
            return Text($"{bytes.Min():F0}") is var least && Text($"{bytes.Max():F0}") is var most && least == most ? least : $"{least}–{most}";
        }
    }

    /// <summary>Everything about a task.</summary>
    internal static string Standings() => string.Join('\n', Sweeps.Select(s =>
        $"### {s.Results.Definition.Task}\n"
        + Text($"Held-out {s.Results.Metric}; {s.Standings.Max(o => o.Runs)} seeds, {s.Results.Steps} steps; target: a training loss of {s.Results.Target}.\n\n")
        + Row(["optimizer", "lr", "median", "quartiles", "least, greatest", "against AdamW", "against BaseOnly", "steps to target", "ms a step"]) + Rule(9)
        + string.Concat(s.Standings.Select(o => Row([
            Code(o.Optimizer), Text($"{o.Best.Settings["lr"]:G4}") + (o.AtEdge ? " (edge)" : ""), Figure(o.Median),
            $"{Figure(o.LowerQuartile)} … {Figure(o.UpperQuartile)}", $"{Figure(o.Minimum)}, {Figure(o.Maximum)}", Verdict(s, o.Optimizer, Against), Verdict(s, o.Optimizer, "base only") + (o.Optimizer == "rotated" ? $"; its own base: {Verdict(s, o.Optimizer, "rotated base only")}" : ""),
            double.IsInfinity(o.StepsToTarget) ? "–" : Text($"{o.StepsToTarget:F0}"), o.CpuMillisecondsPerStep is { } ms ? Text($"{ms:F2}") : "–"])))));

    /// <summary>The best rate of every optimizer on every task, and those within a factor of two of its figure.</summary>
    internal static string Rates() =>
        Row(["optimizer", .. Sweeps.Select(s => s.Results.Definition.Task)]) + Rule(Sweeps.Count + 1)
        + string.Concat(Optimizers.Select(o => Row([Code(o), .. Sweeps.Select(s => Valley(s, o))])));

    private static string Valley(SweepSummary sweep, string optimizer)
    {
        var points = sweep.Sensitivity.Where(p => p.Optimizer == optimizer && double.IsFinite(p.Median)).OrderBy(p => p.LearningRate).ToArray();
        var best = points.MinBy(p => p.Median)!;
        double[] good = [.. points.Where(p => p.Median <= 2 * best.Median).Select(p => p.LearningRate)];
        return good.Length == 1 ? Text($"**{best.LearningRate:G4}**") : Text($"**{best.LearningRate:G4}** ({good[0]:G4}–{good[^1]:G4})");
    }

    private static string Effect(SweepSummary sweep, string optimizer)
    {
        if (optimizer == Against)
            return "1";
        var c = sweep.Comparisons.Single(c => c.Baseline == Against && c.Optimizer == optimizer);
        var ratio = Number(Of(sweep, optimizer).Median / Of(sweep, Against).Median);
        return c.Verdict switch { "better" => $"**{ratio}**", "worse" => $"*{ratio}*", _ => $"{ratio} ?" };
    }

    private static string Verdict(SweepSummary sweep, string optimizer, string baseline) =>
        sweep.Comparisons.FirstOrDefault(c => c.Baseline == baseline && c.Optimizer == optimizer) is { } c ? Text($"{c.Verdict} (p {Number(c.AdjustedP)})")
        : sweep.Comparisons.FirstOrDefault(c => c.Baseline == optimizer && c.Optimizer == baseline) is not null ? "see there"
        : "";

    private static SweepStanding Of(SweepSummary sweep, string optimizer) => sweep.Standings.Single(s => s.Optimizer == optimizer);

    private static string Figure(double value) => double.IsInfinity(value) ? "∞" : value is >= 1e-3 and < 1e4 ? value.ToString("G3", CultureInfo.InvariantCulture) : value.ToString("0.0#e-0", CultureInfo.InvariantCulture);

    private static string Number(double value) => double.IsInfinity(value) ? "∞" : value is >= 10 and < 1e4 ? value.ToString("F0", CultureInfo.InvariantCulture) : value is >= 1e-3 and < 10 ? value.ToString("G2", CultureInfo.InvariantCulture) : value.ToString("0e-0", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";

    private static string Rule(int columns) => $"|{string.Concat(Enumerable.Repeat("---|", columns))}\n";
}
