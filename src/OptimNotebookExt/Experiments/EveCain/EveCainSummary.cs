namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>The runs of one preset over its seeds: geometric means of the running average of the loss.</summary>
/// <param name="Optimizer">The optimizer's name.</param>
/// <param name="Preset">The preset's name.</param>
/// <param name="Order">The order of the pairs.</param>
/// <param name="Seeds">Number of runs.</param>
/// <param name="Epoch50">Mean at the start of epoch 50, counted from 0; NaN where the runs are shorter.</param>
/// <param name="Epoch100">Mean at the start of epoch 100, counted from 0; NaN where the runs are shorter.</param>
/// <param name="Final">Mean after the last batch.</param>
/// <param name="Minimum">The least of the final values.</param>
/// <param name="Maximum">The greatest of the final values.</param>
public sealed record EveCainSummary(
    string Optimizer, string Preset, EveCainOrder Order, int Seeds, double Epoch50, double Epoch100, double Final, double Minimum, double Maximum)
{
    /// <summary>One summary for every optimizer, preset and order, in the order of the runs.</summary>
    /// <param name="runs">Runs of any presets.</param>
    public static IReadOnlyList<EveCainSummary> Of(IEnumerable<EveCainRun> runs) =>
    [
        .. from run in runs
           group run by (run.Optimizer, run.Preset, run.Order) into same
           let finals = same.Select(r => r.Final).ToArray()
           select new EveCainSummary(
               same.Key.Optimizer,
               same.Key.Preset,
               same.Key.Order,
               finals.Length,
               MeanAt(same, 50),
               MeanAt(same, 100),
               LossCurve.GeometricMean(finals),
               finals.Min(),
               finals.Max()),
    ];

    private static double MeanAt(IEnumerable<EveCainRun> runs, int epoch) =>
        LossCurve.GeometricMean([.. runs.Select(r => r.AvgLoss.Count > epoch ? r.AvgLoss[epoch] : double.NaN)]);
}
