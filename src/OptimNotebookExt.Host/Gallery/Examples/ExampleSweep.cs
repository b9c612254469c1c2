using OptimNotebookExt.Experiments.Sweeps;

namespace OptimNotebookExt.Host.Gallery.Examples;

/// <summary>A sweep of made-up figures: three optimizers of which one is better, one alike and one diverges now and then.</summary>
internal static class ExampleSweep
{
    private static readonly double[] Rates = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3];

    private static readonly SweepDefinition Definition = new()
    {
        Name = "example",
        Task = "quadratic",
        Steps = 1000,
        Optimizers = [Optimizer("Cain"), Optimizer("AdamW"), Optimizer("SGD")],
        TuneSeeds = [1],
        Seeds = [.. Enumerable.Range(101, 10).Select(i => (long)i)],
        Baselines = ["AdamW"],
    };

    internal static SweepResults Results { get; } = new()
    {
        Definition = Definition,
        Steps = 1000,
        Metric = "loss",
        Target = 0.05,
        Rows =
        [
            .. from o in Definition.Optimizers from rate in Rates select Row(o.Name, SweepPhase.Tune, rate, 1),
            .. from o in Definition.Optimizers from seed in Definition.Seeds select Row(o.Name, SweepPhase.Best, 0.03, seed),
        ],
        Curves = [.. Definition.Optimizers.Select(o => Curve(o.Name))],
    };

    private static SweepOptimizer Optimizer(string name) => new(name, name, new Dictionary<string, double>(), [new SweepAxis("lr", Rates)]);

    private static SweepRow Row(string optimizer, SweepPhase phase, double rate, long seed)
    {
        var diverged = optimizer == "SGD" && (seed == 107 || rate > 0.1);
        var spread = 1 + 0.1 * ((seed * 7) % 10) / 10;
        var value = diverged ? double.NaN : Level(optimizer) * spread * (1 + Math.Pow(Math.Log10(rate / 0.03), 2));
        return new SweepRow
        {
            Key = FormattableString.Invariant($"{optimizer}_lr={rate}_seed={seed}"),
            Phase = phase,
            Optimizer = optimizer,
            Settings = new Dictionary<string, double> { ["lr"] = rate },
            Seed = seed,
            Value = value,
            Final = value,
            StepsToTarget = value < 0.05 ? (long)(6000 * value) : null,
            Diverged = diverged,
            ExtraBytesPerParameter = optimizer == "SGD" ? 4 : 8,
            Fingerprint = "0123456789abcdef",
        };
    }

    private static SweepCurve Curve(string optimizer)
    {
        long[] steps = [.. Enumerable.Range(1, 50).Select(i => 20L * i)];
        double[] median = [.. steps.Select(s => Level(optimizer) + Math.Exp(-s / 150.0))];
        return new SweepCurve(optimizer, steps, median, [.. median.Select(m => 0.9 * m)], [.. median.Select(m => 1.1 * m)]);
    }

    private static double Level(string optimizer) => optimizer switch { "Cain" => 0.02, "AdamW" => 0.04, _ => 0.041 };
}
