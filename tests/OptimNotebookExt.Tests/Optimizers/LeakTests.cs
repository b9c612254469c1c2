using System.Diagnostics;
using OptimNotebookExt.Optimizers;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Optimizers;

[Trait(Once.Name, Once.Value)]
public sealed class LeakTests(ITestOutputHelper output)
{
    public static TheoryData<string, OptimizerPath> Cases
    {
        get
        {
            var cases = new TheoryData<string, OptimizerPath>();
            foreach (var (info, path) in OptimizerCatalog.All.SelectMany(i => i.Paths.Select(p => (i, p))))
                cases.Add(info.Name, path);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Six_hundred_steps_leave_no_tensor_behind(string name, OptimizerPath path)
    {
        using var model = TestModels.Mlp(1);
        var parameters = model.named_parameters().ToArray();
        using var optimizer = OptimizerCase.All.Single(c => c.Name == name).Create(parameters);
        optimizer.Path = path;
        using var generator = new Generator(1, CPU);
        using var x = randn([8, 100], generator: generator);

        // The state is whole after the first re-estimates of the projections.
        Steps(100);
        var (live, rss) = (LiveOutsideState(), Rss());
        Steps(500);

        output.WriteLine($"{name} {path}: live tensors {live} → {LiveOutsideState()}, RSS {rss} → {Rss()} MB");
        Assert.Equal(live, LiveOutsideState());

        // The state itself breathes: NeutralGradient holds grad_cov_{dim} only while it gathers statistics.
        long LiveOutsideState() =>
            DisposeScopeManager.Statistics.ThreadTotalLiveCount - optimizer.States.Sum(s => s.TensorNames.Count());

        void Steps(int count)
        {
            for (var step = 0; step < count; step++)
            {
                using var scope = torch.NewDisposeScope();
                optimizer.zero_grad();
                model.forward(x).square().mean().backward();
                optimizer.step();
            }
        }
    }

    private static long Rss()
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 >> 20;
    }
}
