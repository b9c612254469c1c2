using OptimNotebookExt.Experiments;

namespace OptimNotebookExt.Host.Reports;

/// <summary>The first paragraph of the report, made from its data.</summary>
internal static class ReportSummary
{
    internal static string Of(ReportData data) =>
        string.Join(' ', new[] { Ran(data), Ended(data), Early(data), Replayed(data) }.Where(sentence => sentence.Length > 0));

    private static string Ran(ReportData data)
    {
        var runs = data.Results.Runs;
        if (runs.Count == 0)
            return "The results hold no run.";
        var seeds = runs.Select(run => run.Seed).Distinct().ToArray();
        var epochs = runs.Max(run => run.AvgLoss.Count);
        return Numbers.Invariant($"{Count(runs.Count, "run")} of {Count(data.Groups.Count, "setting")} over {Count(epochs, "epoch")}, {(seeds.Length == 1 ? "seed" : "seeds")} {string.Join(", ", seeds)}.");
    }

    private static string Ended(ReportData data)
    {
        var ends = data.Groups
            .Select(group => (group.Name, Final: LossCurve.GeometricMean([.. group.Runs.Select(run => run.Final ?? double.NaN)])))
            .ToArray();
        var finite = ends.Where(end => double.IsFinite(end.Final)).OrderBy(end => end.Final).ToArray();
        var text = finite.Length < 2 ? "" : $"{finite[0].Name} ends lowest, at an avg_loss of {Numbers.Short(finite[0].Final)}; {finite[^1].Name} highest, at {Numbers.Short(finite[^1].Final)}.";
        var other = ends.Where(end => !double.IsFinite(end.Final)).Select(end => end.Name).ToArray();
        return other.Length == 0 ? text : $"{text} No finite final loss: {string.Join(", ", other)}.".TrimStart();
    }

    private static string Early(ReportData data) =>
        data.Groups.Where(group => group.EpochsLikePyTorch is not null).MinBy(group => group.EpochsLikePyTorch) switch
        {
            null => "",
            { EpochsLikePyTorch: 0 } group => $"{group.Name} differs from PyTorch by more than 0.1 % from the start.",
            { } group => Numbers.Invariant($"The losses stay within 0.1 % of PyTorch's for the first {group.EpochsLikePyTorch} epochs ({group.Name}) or longer; then rounding and random draws take each run its own way."),
        };

    private static string Replayed(ReportData data) => data.Replay switch
    {
        null => "",
        { Count: 0 } => "The replay of the golden data printed no line.",
        { } lines => $"The replay of the golden data: {ReplayLine.Count(lines)}.",
    };

    private static string Count(int n, string noun) => Numbers.Invariant($"{n} {noun}{(n == 1 ? "" : "s")}");
}
