using System.Globalization;
using OptimNotebookExt.Experiments.EveCain;

namespace OptimNotebookExt.Host.Experiments;

/// <summary>How a run differs from an earlier one with the same settings.</summary>
/// <param name="Name">The run.</param>
/// <param name="Largest">The largest relative difference of any figure; infinity where a figure is missing on one side.</param>
/// <param name="Epoch">The first epoch whose average loss differs; null where only later figures do, or none.</param>
internal sealed record RunComparison(string Name, double Largest, int? Epoch)
{
    internal static IReadOnlyList<RunComparison> All(IReadOnlyList<EveCainRun> before, IReadOnlyList<EveCainRun> now)
    {
        if (!before.Select(NameOf).SequenceEqual(now.Select(NameOf)))
            throw new InvalidDataException($"the manifest's command line gives the runs {string.Join(", ", now.Select(NameOf))}, but the file holds {string.Join(", ", before.Select(NameOf))}.");
        return [.. before.Zip(now, Compare)];
    }

    public override string ToString() => Largest == 0
        ? $"{Name}: the same bits"
        : string.Create(CultureInfo.InvariantCulture, $"{Name}: differs{(Epoch is { } epoch ? $" from epoch {epoch} on" : string.Empty)}, by at most {Largest:G3} (relative)");

    private static RunComparison Compare(EveCainRun before, EveCainRun now)
    {
        var (then, here) = (Figures(before), Figures(now));
        var largest = then.Length == here.Length ? then.Zip(here, Difference).DefaultIfEmpty(0).Max() : double.PositiveInfinity;
        var epoch = before.AvgLoss.Zip(now.AvgLoss).Select((pair, i) => (Same: pair.First.Equals(pair.Second), Epoch: i)).Where(e => !e.Same).Select(e => (int?)e.Epoch).FirstOrDefault();
        return new RunComparison(NameOf(before), largest, epoch);
    }

    private static string NameOf(EveCainRun run) => string.Create(CultureInfo.InvariantCulture, $"{run.Optimizer}/{run.Preset} seed {run.Seed}");

    private static double[] Figures(EveCainRun run) => [.. run.AvgLoss, run.Final, run.EvalLoss, run.LastLr, .. run.Norms, .. run.LogStddev.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => s.Value)];

    private static double Difference(double a, double b) => a.Equals(b) ? 0
        : double.IsFinite(a) && double.IsFinite(b) ? Math.Abs(a - b) / Math.Max(Math.Abs(a), Math.Abs(b))
        : double.PositiveInfinity;
}
