using OptimNotebookExt.Diagnostics;
using OptimNotebookExt.Experiments;
using OptimNotebookExt.Experiments.EveCain;
using OptimNotebookExt.Figures;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Tests.Optimizers;
using OptimNotebookExt.Tracing;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Commands;

/// <summary>A notebook with a variable of every kind that commands take, under the names that examples use.</summary>
internal sealed class SampleNotebook : IDisposable
{
    private readonly List<IDisposable> owned = [];

    internal SampleNotebook()
    {
        var model = Own(nn.Sequential(("0", nn.Linear(4, 3)), ("1", nn.Linear(3, 2))));
        var opt = Own(LearnedGradient.Draft(model.named_parameters()));
        var ng = Own(new NeutralGradient(TestModels.Parameters(3, ScalarType.Float32, [4, 3]), stats_steps: 40, estimate_period: 40));
        while (!HasStatistics(ng))
            Step(ng);
        var history = Own(History.Attach(opt, new HistoryOptions { Every = 1 }));
        var trace = Own(StepTrace.Record(opt, steps: 2));
        var diagnostics = Own(TensorDiagnostics.Attach(model));
        Add("model", model);
        Add("opt", opt);
        Add("ng", ng);
        Step(model, opt, ng);
        Step(model, opt, ng);
        history.Dispose();
        trace.Dispose();
        Add("history", history);
        Add("trace", trace);
        Add("diagnostics", diagnostics);
        Add("x", Own(arange(6, dtype: ScalarType.Float32).reshape(2, 3)));
        Add("G", Own(eye(3, dtype: ScalarType.Float64) * 2));
        Add("C", Own(eye(3, dtype: ScalarType.Float64)));
        Add("figure", Figure.Line("t", "A line that goes up.", [1, 2]));
        Add("results", new EveCainResults([Run(1)], new RunManifest { Package = "1", TorchSharp = "2", Libtorch = "3", DotNet = "4", Os = "5", Device = "cpu" }));
        Add("number", 3);
        Session.Variables.Add("nothing", null);
    }

    internal FakeSession Session { get; } = new();

    internal LearnedGradient Optimizer => (LearnedGradient)Session.Variables["opt"]!;

    internal T Get<T>(string name) => (T)Session.Variables[name]!;

    /// <summary>A step of both optimizers, from numbers of its own generator.</summary>
    internal static void Step(Sequential model, LearnedGradient opt, NeutralGradient ng)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(device: CPU);
        generator.manual_seed(1);
        model.call(randn(5, 4, generator: generator)).square().sum().backward();
        opt.step();
        opt.zero_grad();
        Step(ng);
    }

    /// <summary>A step of the one optimizer.</summary>
    internal static void Step(NeutralGradient ng)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(device: CPU);
        generator.manual_seed(1);
        foreach (var p in ng.parameters())
            p.grad = randn(p.shape, generator: generator);
        ng.step();
    }

    /// <summary>Whether it has made its first estimate, and gathers for the next one.</summary>
    private static bool HasStatistics(NeutralGradient ng)
    {
        using var scope = NewDisposeScope();
        var parameter = ng.parameters().First();
        return ng.TryGetState(parameter, "param_cov_0", out var c) && c!.ne(0).any().item<bool>() && ng.TryGetState(parameter, "grad_cov_0", out _);
    }

    internal void Step() => Step(Get<Sequential>("model"), Optimizer, Get<NeutralGradient>("ng"));

    public void Dispose()
    {
        foreach (var value in Session.Variables.Values.OfType<IDisposable>().Except(owned).Concat(Enumerable.Reverse(owned)))
            value.Dispose();
        Session.Dispose();
    }

    private static EveCainRun Run(long seed) => new() { Optimizer = "Cain", Preset = "test", Seed = seed, AvgLoss = [3, 2, 1], Final = 0.5, LogStddev = new Dictionary<string, double>() };

    private void Add(string name, object value) => Session.Variables.Add(name, value);

    private T Own<T>(T value)
        where T : IDisposable
    {
        owned.Add(value);
        return value;
    }
}
