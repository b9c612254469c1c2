using System.Globalization;
using OptimNotebookExt.Experiments.Tasks;

namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>The training loss of an optimizer at its best setting: median and quartiles over the seeds; NaN where the runs there diverged.</summary>
/// <param name="Optimizer">The name of the optimizer in the sweep.</param>
/// <param name="Steps">Steps taken.</param>
/// <param name="Median">The median of the running averages of the loss then, to six digits.</param>
/// <param name="Lower">The lower quartile.</param>
/// <param name="Upper">The upper quartile.</param>
public sealed record SweepCurve(string Optimizer, IReadOnlyList<long> Steps, IReadOnlyList<double> Median, IReadOnlyList<double> Lower, IReadOnlyList<double> Upper)
{
    internal static SweepCurve Of(string optimizer, IReadOnlyList<TaskRun> runs)
    {
        var steps = runs.MaxBy(r => r.LossSteps.Count)!.LossSteps;
        double[][] rows = [.. Enumerable.Range(0, steps.Count).Select(i => runs.Select(r => i < r.Losses.Count && double.IsFinite(r.Losses[i]) ? r.Losses[i] : double.PositiveInfinity).ToArray())];
        return new SweepCurve(optimizer, steps, Of(rows, 0.5), Of(rows, 0.25), Of(rows, 0.75));
    }

    private static double[] Of(double[][] rows, double share) => [.. rows.Select(row => Short(Quantiles.Of(row, share)))];

    /// <summary>Six digits are as good as all for a figure, and a third of the bytes.</summary>
    private static double Short(double value) => double.IsInfinity(value) ? double.NaN : double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
