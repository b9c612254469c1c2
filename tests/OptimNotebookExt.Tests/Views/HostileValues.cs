using OptimNotebookExt.Diagnostics;
using OptimNotebookExt.Experiments;
using OptimNotebookExt.Experiments.EveCain;
using OptimNotebookExt.Experiments.Sweeps;
using OptimNotebookExt.Figures;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Projections;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Tests.Optimizers;
using OptimNotebookExt.Tracing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Views;

/// <summary>A value of every type that has a view, in which every name tries to become a script.</summary>
internal sealed class HostileValues : IDisposable
{
    internal const string Name = "<script>alert('x')</script>\" onerror=\"x";

    private static readonly string Alt = $"A line that is called {Name}.";

    private readonly DisposeScope scope = NewDisposeScope();
    private readonly List<IDisposable> owned = [];

    internal HostileValues()
    {
        Parameter[] parameters = [.. TestModels.Parameters(1, ScalarType.Float64, [4, 3], [5]).Select(p => p.Parameter)];
        Optimizer = Own(LearnedGradient.Draft([(Name, parameters[0]), ($"{Name} 2", parameters[1])]));
        History = Own(History.Attach(Optimizer, new HistoryOptions { Every = 1, Level = HistoryLevel.Full }));
        Trace = Own(StepTrace.Record(Optimizer, steps: 2));
        for (var step = 0; step < 3; step++)
        {
            foreach (var p in parameters)
                p.grad = p.detach().clone();
            // So that the table of failures is drawn too.
            if (step == 2)
                parameters[1].grad![0].fill_(double.NaN);
            Optimizer.step();
        }
        Model = Own(nn.Sequential((Name, nn.Linear(2, 2))));
        G = eye(3, dtype: ScalarType.Float64);
        Projection = Own(ProjectionEstimator.Estimate(G, G));
        Results = new EveCainResults([Run], Manifest);
    }

    internal LearnedGradient Optimizer { get; }

    internal History History { get; }

    internal StepTrace Trace { get; }

    internal Sequential Model { get; }

    internal Tensor G { get; }

    internal Projection Projection { get; }

    internal EveCainResults Results { get; }

    internal static EveCainRun Run { get; } = new() { Optimizer = Name, Preset = Name, Seed = 1, AvgLoss = [3, 2, 1], Final = 0.5, LogStddev = new Dictionary<string, double> { [Name] = 1 } };

    internal static RunManifest Manifest { get; } = new()
    {
        Package = Name,
        Commit = Name,
        TorchSharp = Name,
        Libtorch = Name,
        DotNet = Name,
        Os = Name,
        Device = Name,
        CommandLine = Name,
        Arguments = [Name],
        Inputs = new Dictionary<string, string> { [Name] = Name },
    };

    internal static SweepResults Sweep { get; } = new()
    {
        Definition = new SweepDefinition
        {
            Name = Name,
            Description = Name,
            Task = Name,
            Optimizers = [new SweepOptimizer(Name, Name, new Dictionary<string, double>(), [new SweepAxis("lr", [1])]), new SweepOptimizer($"{Name} 2", Name, new Dictionary<string, double>(), [new SweepAxis("lr", [1])])],
            TuneSeeds = [2],
            Seeds = [1],
            Baselines = [Name],
        },
        Steps = 1,
        Metric = Name,
        Target = 1,
        Rows = [SweepRow(Name, SweepPhase.Tune), SweepRow(Name, SweepPhase.Best), SweepRow($"{Name} 2", SweepPhase.Best)],
        Curves = [new SweepCurve(Name, [1], [1], [1], [1])],
    };

    internal static Figure Figure { get; } = new(Name, Alt, [new Panel(new Axis(Name), new Axis(Name), [new LineSeries([1, 2], [1, 2], Name), new LineSeries([1, 2], [2, double.NaN], Name)], Name)], Name);

    /// <summary>Values that say the name, each of another type.</summary>
    internal IReadOnlyList<object> Named =>
    [
        Figure, Trace, Trace.Steps[0], Trace.Steps[0].Parameters[0], History, History.Freeze(), Report, Results, Run, Sweep, SweepSummary.Of(Sweep), Manifest,
        Optimizer, Optimizer.Snapshot(), Optimizer.Snapshot().Parameters.First(), Model,
    ];

    /// <summary>Values that have no name.</summary>
    internal IReadOnlyList<object> Nameless => [Optimizer.Snapshot().Parameters.First().Value, Projection, Projection.Check, G, Own(optim.Adam(Model.parameters()))];

    private static SweepRow SweepRow(string optimizer, SweepPhase phase) => new()
    {
        Key = Name,
        Phase = phase,
        Optimizer = optimizer,
        Settings = new Dictionary<string, double> { ["lr"] = 1 },
        Seed = 1,
        Value = double.NaN,
        Final = 1,
        Diverged = true,
        Fingerprint = Name,
    };

    private static DiagnosticsReport Report => new(
        Name, 1, 1, [0, 50, 100],
        [new TensorDiagnostic(Name, DiagnosedTensorKind.Output, Name, "Float32", [2, -1], 1, new ValueStatistics(4, 1, 0, 1, 1, 0.5, -1, 1), [], [])],
        [Name], 0.1, 1);

    public void Dispose()
    {
        foreach (var value in Enumerable.Reverse(owned))
            value.Dispose();
        scope.Dispose();
    }

    private T Own<T>(T value)
        where T : IDisposable
    {
        owned.Add(value);
        return value;
    }
}
