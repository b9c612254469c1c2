using OptimNotebookExt.Experiments.Sweeps;

namespace OptimNotebookExt.Tests.Experiments.Sweeps;

/// <summary>Results without any run, from figures a test chooses.</summary>
internal static class SweepExample
{
    internal static SweepDefinition Definition { get; } = new()
    {
        Name = "example",
        Task = "quadratic",
        Steps = 100,
        Optimizers = [Optimizer("A", "Eve"), Optimizer("B", "AdamW"), Optimizer("C", "SGD")],
        TuneSeeds = [1],
        Seeds = [11, 12, 13, 14, 15, 16, 17, 18],
        Baselines = ["B", "C"],
    };

    /// <param name="figure">The held-out figure of an optimizer's run on a seed.</param>
    internal static SweepResults Results(Func<string, long, double> figure) => new()
    {
        Definition = Definition,
        Steps = 100,
        Metric = "loss",
        Target = 0.5,
        Rows =
        [
            .. from o in Definition.Optimizers from p in o.Points select Row(o, SweepPhase.Tune, p.Settings["lr"], 1, p.Settings["lr"]),
            .. from o in Definition.Optimizers from s in Definition.Seeds select Row(o, SweepPhase.Best, 0.1, s, figure(o.Name, s)),
        ],
        Curves = [.. Definition.Optimizers.Select(o => new SweepCurve(o.Name, [50, 100], [2, 1], [1, 0.5], [3, double.NaN]))],
    };

    private static SweepRow Row(SweepOptimizer optimizer, SweepPhase phase, double lr, long seed, double value) => new()
    {
        Key = FormattableString.Invariant($"{optimizer.Name}-{phase}-{lr}-{seed}"),
        Phase = phase,
        Optimizer = optimizer.Name,
        Settings = new Dictionary<string, double> { ["lr"] = lr },
        Seed = seed,
        Value = value,
        Final = value,
        StepsToTarget = value < 3 ? 10 * seed : null,
        Diverged = double.IsNaN(value),
        ExtraBytesPerParameter = 8,
        Fingerprint = "0123456789abcdef",
    };

    private static SweepOptimizer Optimizer(string name, string optimizer) => new(name, optimizer, new Dictionary<string, double>(), [new SweepAxis("lr", [0.1, 0.2, 0.3])]);
}
