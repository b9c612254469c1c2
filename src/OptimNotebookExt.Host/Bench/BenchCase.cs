using OptimNotebookExt.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Host.Bench;

/// <summary>What is timed of an optimizer.</summary>
/// <param name="Optimizer">A name of the catalog, or <c>AdamW</c> for TorchSharp's.</param>
/// <param name="Phase">The kind of step.</param>
/// <param name="StepsOfACycle">Steps timed together: a whole period where steps differ.</param>
/// <param name="PassesOverMemory">Tensors of the parameters' size that a step must read or write.</param>
/// <param name="Hyper">Options that differ from the defaults.</param>
internal sealed record BenchCase(
    string Optimizer, string Phase, int StepsOfACycle, int PassesOverMemory, params (string Name, double Value)[] Hyper)
{
    internal const string AdamW = "AdamW";
    internal const string Reestimate = "reestimate";
    private const string Refresh = "refresh";
    private const int LearningPeriod = 10;
    private const long LargestAxis = 1024;

    /// <summary>
    /// The gradients stay the same over thousands of steps. At a common rate NeutralGradient's parameters grow by 2 % a step
    /// under them, until float32 overflows; what a step costs does not depend on it.
    /// </summary>
    private const double LearningRate = 1e-4;

    /// <summary>AdamW and Eve read p, g, m, v and write p, m, v; Cain reads and writes param_rms besides.</summary>
    internal static IReadOnlyList<BenchCase> All { get; } =
    [
        new(AdamW, "step", 1, 7),
        new(nameof(Eve), "step", 1, 7),
        new(nameof(Cain), "step", 1, 9),
        // These read p, g and write p; LearnedGradient has exp_avg besides, NeutralGradient delta and exp_avg_sq.
        new(nameof(LearnedGradient), "amortised", LearningPeriod, 5),
        // The stable form has gsum besides. A decomposition of the bases comes once in fifty steps: a row of its own.
        new(LearnedGradient.StableName, "amortised", LearningPeriod, 7, ("eig_every", 1e6)),
        new(LearnedGradient.StableName, Reestimate, 1, 0, ("period", 1), ("eig_every", 1)),
        new(nameof(NeutralGradient), "steady", 1, 7),
        // A period of two steps, of which one gathers statistics and the next one re-estimates.
        new(nameof(NeutralGradient), Reestimate, 1, 0, ("estimate_period", 2), ("stats_steps", 1)),
        // All periods end at once, but every step re-estimates one tensor only (the period is that of SettingsFor).
        new(nameof(NeutralGradient), Refresh, 1, 0, ("stats_steps", 1), ("max_estimates_per_step", 1)),
    ];

    /// <summary>What its options are set to over a set of parameters.</summary>
    internal IReadOnlyDictionary<string, double> SettingsFor(BenchSet set)
    {
        var settings = Hyper.ToDictionary(h => h.Name, h => h.Value);
        settings["lr"] = LearningRate;
        // At a low rate NeutralGradient would gather gradients over several steps.
        if (Optimizer == nameof(NeutralGradient))
            settings["lr_for_speedup"] = LearningRate / 10;
        // Longer than all take one after the other, so that none is due again before the last one was.
        if (Phase == Refresh)
            settings["estimate_period"] = set.Shapes.Count + 10;
        return settings;
    }

    /// <summary>Whether PyTorch has the same.</summary>
    internal bool IsInPyTorch => Phase != Refresh && !EstimatesAlways;

    /// <summary>Whether every step of this case is one that re-estimates.</summary>
    internal bool EstimatesAlways => Estimates && Optimizer == LearnedGradient.StableName;

    /// <summary>Whether a step of this case is one that re-estimates.</summary>
    internal bool Estimates => Phase is Reestimate or Refresh;

    /// <summary>The matrix products of a step; none where the elements are all there is, and none are stated for a re-estimate, which decomposes.</summary>
    internal IReadOnlyList<MatrixProduct> Products(BenchSet set) => (Optimizer, Phase) switch
    {
        (nameof(LearnedGradient), _) => [.. MatrixProduct.OfLearnedGradient(set, LearningPeriod)],
        (LearnedGradient.StableName, "amortised") => [.. MatrixProduct.OfStable(set, LearningPeriod)],
        (nameof(NeutralGradient), "steady") => [.. MatrixProduct.OfNeutralGradient(set, new NeutralGradientOptions().MaxFullcovSize)],
        _ => [],
    };

    /// <summary>The optimizer over parameters of its own; null where it does not have the path.</summary>
    internal optim.Optimizer? Create(IReadOnlyList<(string Name, Parameter Parameter)> parameters, string path, BenchSet set)
    {
        if (Optimizer == AdamW)
            return path == BenchTarget.TorchSharpPath ? optim.AdamW(parameters.Select(p => p.Parameter)) : null;
        if (path == BenchTarget.TorchSharpPath || !OptimizerCatalog.TryGet(Optimizer, out var entry))
            return null;
        // A decomposition takes seconds there, and all of them minutes.
        if (EstimatesAlways && parameters.Any(p => p.Parameter.shape.Any(n => n > LargestAxis) && p.Parameter.dim() > 1))
            return null;
        var options = entry.NewOptions();
        foreach (var (name, value) in SettingsFor(set))
            options[name] = value;
        var optimizer = entry.Create(parameters, options, new LowestDraws());
        optimizer.Path = OptimizerPath.Reference;
        if (path == BenchTarget.ReferencePath)
            return optimizer;
        var faster = path == BenchTarget.DevicePath ? OptimizerPath.Device : OptimizerPath.Fast;
        if (faster == OptimizerPath.Device ? optimizer.HasDevicePath : optimizer.HasFastPath)
        {
            optimizer.Path = faster;
            return optimizer;
        }
        optimizer.Dispose();
        return null;
    }
}
