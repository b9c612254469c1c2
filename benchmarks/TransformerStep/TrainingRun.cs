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
    private readonly Transformer model = new();
    private readonly optim.Optimizer optimizer;
    private readonly double peakExtraBytes;
    private readonly List<double> stepMilliseconds = [];
    private readonly List<double> optimizerMilliseconds = [];

    private TrainingRun(string name, Func<(string, Parameter)[], optim.Optimizer> create)
    {
        this.name = name;
        for (var i = 0; i < 3; i++)
            model.Backward();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = PeakMemory.Reset();
        optimizer = create([.. model.named_parameters()]);
        for (var i = 0; i < 2 * StepsOfARound; i++)
            Step();
        peakExtraBytes = PeakMemory.Bytes() - before;
    }

    /// <summary>TorchSharp's AdamW first: what the others are compared with.</summary>
    internal static IReadOnlyList<TrainingRun> All() =>
    [
        new("AdamW (TorchSharp)", p => optim.AdamW(p.Select(x => x.Item2), lr: 1e-3)),
        new("Eve, fast", p => new Eve(p, lr: 1e-3)),
        new("Cain, fast", p => new Cain(p, lr: 1e-2)),
        new("LearnedGradient, fast", p => LearnedGradient.Draft(p, meta_lr_scale: 0.01)),
        new("LearnedGradient, reference", p => Reference(LearnedGradient.Draft(p, meta_lr_scale: 0.01))),
        new("NeutralGradient steady, fast", p => new NeutralGradient(p)),
        new("NeutralGradient steady, reference", p => Reference(new NeutralGradient(p))),
    ];

    internal void Measure()
    {
        var (start, inOptimizer) = (Stopwatch.GetTimestamp(), 0.0);
        for (var i = 0; i < StepsOfARound; i++)
            inOptimizer += Step();
        stepMilliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds / StepsOfARound);
        optimizerMilliseconds.Add(inOptimizer / StepsOfARound);
    }

    internal StepRow Row()
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
