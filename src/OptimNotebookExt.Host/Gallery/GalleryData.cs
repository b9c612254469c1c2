using OptimNotebookExt.Diagnostics;
using OptimNotebookExt.Experiments;
using OptimNotebookExt.Experiments.EveCain;
using OptimNotebookExt.Host.Gallery.Examples;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Tracing;

namespace OptimNotebookExt.Host.Gallery;

/// <summary>What the gallery shows, made when first asked for by really training small models. The same numbers in every run.</summary>
internal sealed class GalleryData : IDisposable
{
    private readonly List<IDisposable> owned = [];
    private readonly Lazy<ExampleTraining> learnedGradient;
    private readonly Lazy<ExampleTraining> cain;
    private readonly Lazy<HistorySnapshot> history;
    private readonly Lazy<HistorySnapshot> cainHistory;
    private readonly Lazy<ParameterTrace> estimate;
    private readonly Lazy<DiagnosticsReport> diagnostics = new(ExampleDiagnostics.Collect);
    private readonly Lazy<EveCainResults> results = new(ExampleExperiment.Run);

    internal GalleryData()
    {
        learnedGradient = new(() => Trained(p => LearnedGradient.Draft(p), 200));
        cain = new(() => Trained(p => new Cain(p), 60));
        history = new(() => Record(p => LearnedGradient.Draft(p, meta_lr_scale: 0.5), new HistoryOptions { Every = 3, Level = HistoryLevel.Full, MatrixEvery = 4 }));
        cainHistory = new(() => Record(p => new Cain(p), new HistoryOptions { Every = 3 }));
        estimate = new(EstimatingStep);
    }

    /// <summary>A network that LearnedGradient has trained for 200 steps.</summary>
    internal ExampleTraining LearnedGradientRun => learnedGradient.Value;

    /// <summary>A network that Cain has trained for 60 steps.</summary>
    internal ExampleTraining CainRun => cain.Value;

    /// <summary>240 steps of LearnedGradient, after the first 20, with everything recorded.</summary>
    internal HistorySnapshot History => history.Value;

    /// <summary>240 steps of Cain, after the first 20, with scalars recorded.</summary>
    internal HistorySnapshot CainHistory => cainHistory.Value;

    /// <summary>A step of NeutralGradient that estimates its projections anew.</summary>
    internal ParameterTrace EstimatedProjections => estimate.Value;

    /// <summary>20 steps of a small network under diagnostics.</summary>
    internal DiagnosticsReport Diagnostics => diagnostics.Value;

    /// <summary>The experiment made small, three optimizers on three seeds.</summary>
    internal EveCainResults Results => results.Value;

    internal static RunManifest Manifest => ExampleExperiment.Manifest;

    /// <summary>The losses of 120 steps.</summary>
    internal static double[] Losses(Func<(string, TorchSharp.Modules.Parameter)[], ResearchOptimizer> create, long seed = 1)
    {
        using var training = new ExampleTraining(create, seed);
        return training.Train(120);
    }

    /// <summary>The next steps of an optimizer after some, recorded line by line.</summary>
    internal static StepTrace Trace(Func<(string, TorchSharp.Modules.Parameter)[], ResearchOptimizer> create, int after, int steps = 1, string[]? parameters = null)
    {
        using var training = new ExampleTraining(create);
        training.Train(after);
        var trace = StepTrace.Record(training.Optimizer, steps, parameters);
        training.Train(steps);
        return trace;
    }

    public void Dispose()
    {
        foreach (var thing in owned)
            thing.Dispose();
    }

    private ExampleTraining Trained(Func<(string, TorchSharp.Modules.Parameter)[], ResearchOptimizer> create, int steps)
    {
        var training = new ExampleTraining(create);
        owned.Add(training);
        training.Train(steps);
        return training;
    }

    private static HistorySnapshot Record(Func<(string, TorchSharp.Modules.Parameter)[], ResearchOptimizer> create, HistoryOptions options)
    {
        using var training = new ExampleTraining(create);
        // The covariances of the first gradients are rank-deficient: their least eigenvalues are rounding errors.
        training.Train(20);
        using var history = Recording.History.Attach(training.Optimizer, options);
        for (var step = 0; step < 240; step++)
            history.Record(training.Step());
        return history.Freeze();
    }

    private static ParameterTrace EstimatingStep()
    {
        using var trace = Trace(p => new NeutralGradient(p, stats_steps: 10, estimate_period: 30), after: 0, steps: 62, ["in.weight"]);
        // The second estimate: the first finds the parameter as it was drawn.
        return trace.Steps.Select(s => s["in.weight"]).Last(t => t.Lines.Any(l => l.Name.StartsWith("estimate_P", StringComparison.Ordinal)));
    }
}
