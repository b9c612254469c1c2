using System.Diagnostics;
using OptimNotebookExt.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TransformerStep;

/// <summary>A model of its own that one optimizer trains.</summary>
internal sealed class TrainingRun : IDisposable
{
    /// <summary>A whole period of LearnedGradient.</summary>
    internal const int StepsOfARound = 10;

    private readonly string name;
    private readonly Transformer model;
    private readonly optim.Optimizer optimizer;
    private readonly List<double> stepMilliseconds = [];
    private readonly List<double> optimizerMilliseconds = [];

    private TrainingRun(string name, Func<(string, Parameter)[], optim.Optimizer> create, int length)
    {
        this.name = name;
        model = new(length);
        optimizer = create([.. model.named_parameters()]);
        for (var i = 0; i < 2 * StepsOfARound; i++)
            Step();
    }

    /// <summary>TorchSharp's AdamW first: what the others are compared with.</summary>
    internal static IReadOnlyDictionary<string, Func<(string, Parameter)[], optim.Optimizer>> Optimizers { get; } = new Dictionary<string, Func<(string, Parameter)[], optim.Optimizer>>
    {
        ["AdamW (TorchSharp)"] = p => optim.AdamW(p.Select(x => x.Item2), lr: 1e-3),
        ["Eve, fast"] = p => new Eve(p, lr: 1e-3),
        ["Cain, fast"] = p => new Cain(p, lr: 1e-2),
        ["LearnedGradient, fast"] = p => new LearnedGradient(p),
        ["LearnedGradient, reference"] = p => Reference(new LearnedGradient(p)),
        ["LearnedGradient.Draft, fast"] = p => LearnedGradient.Draft(p, meta_lr_scale: 0.01),
        ["LearnedGradient.Draft, reference"] = p => Reference(LearnedGradient.Draft(p, meta_lr_scale: 0.01)),
        ["NeutralGradient steady, fast"] = p => new NeutralGradient(p),
        ["NeutralGradient steady, reference"] = p => Reference(new NeutralGradient(p)),
    };

    internal static TrainingRun Start(string name, int length) => new(name, Optimizers[name], length);

    /// <summary>
    /// By how much the largest resident memory of this process grows with an optimizer, in bytes: of twenty training steps over
    /// that of as many without one. Means what it says only in a process of its own.
    /// </summary>
    internal static double PeakExtraBytes(string name, int length)
    {
        using var model = new Transformer(length);
        for (var i = 0; i < 2 * StepsOfARound; i++)
            model.Backward();
        var before = PeakMemory.Bytes();
        using var optimizer = Optimizers[name]([.. model.named_parameters()]);
        for (var i = 0; i < 2 * StepsOfARound; i++)
        {
            model.Backward();
            optimizer.step();
        }
        return PeakMemory.Bytes() - before;
    }

    internal void Measure()
    {
        var (start, inOptimizer) = (Stopwatch.GetTimestamp(), 0.0);
        for (var i = 0; i < StepsOfARound; i++)
            inOptimizer += Step();
        stepMilliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds / StepsOfARound);
        optimizerMilliseconds.Add(inOptimizer / StepsOfARound);
    }

    internal StepRow Row(double peakExtraBytes)
    {
        var elements = model.parameters().Sum(p => p.numel());
        return new StepRow(name, elements, Median(stepMilliseconds), Median(optimizerMilliseconds), peakExtraBytes / elements);
    }

    public void Dispose()
    {
        optimizer.Dispose();
        model.Dispose();
    }

    /// <summary>Milliseconds in the optimizer.</summary>
    private double Step()
    {
        model.Backward();
        var start = Stopwatch.GetTimestamp();
        optimizer.step();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static ResearchOptimizer Reference(ResearchOptimizer optimizer)
    {
        optimizer.Path = OptimizerPath.Reference;
        return optimizer;
    }

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
