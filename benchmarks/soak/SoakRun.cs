using System.Diagnostics;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace Soak;

/// <summary>A long training of a small network, and what it leaves behind.</summary>
internal static class SoakRun
{
    private const int Parts = 10;

    internal static SoakRow Of(OptimizerInfo info, OptimizerPath path, long warmUp, long steps)
    {
        // Two parameters of each shape, which the fast paths take together, and one of a shape of its own.
        using var model = nn.Sequential(("0", nn.Linear(48, 96)), ("1", nn.ReLU()), ("2", nn.Linear(96, 48)), ("3", nn.ReLU()), ("4", nn.Linear(48, 96)), ("5", nn.ReLU()), ("6", nn.Linear(96, 48)));
        using var odd = new TorchSharp.Modules.Parameter(randn([7, 5, 3]));
        (string, TorchSharp.Modules.Parameter)[] parameters = [.. model.named_parameters().Select(p => (p.name, p.parameter)), ("odd", odd)];
        using var generator = new Generator(1, CPU);
        using var x = randn([8, 48], generator: generator);
        var options = info.NewOptions();
        foreach (var (name, value) in info.ShortRun)
            options[name] = value;
        // Projections are estimated every 500 steps, so that both ends of the run see the same work.
        if (info.ShortRun.ContainsKey("estimate_period"))
            (options["estimate_period"], options["stats_steps"]) = (500, 100);
        using var optimizer = info.Create(parameters, options);
        optimizer.Path = path;
        var schedule = new Eden(optimizer, lr_batches: 1000, lr_epochs: 100);

        Train(warmUp);
        var (tensors, heap) = (LiveOutsideState(), GC.GetTotalMemory(forceFullCollection: true));
        var watch = Stopwatch.StartNew();
        var rss = new List<double> { Rss() };
        for (var part = 0; part < Parts; part++)
        {
            Train(steps / Parts);
            rss.Add(Rss());
        }
        return new SoakRow(info.Name, path.ToString(), steps, tensors, LiveOutsideState(), [.. rss], (GC.GetTotalMemory(forceFullCollection: true) - heap) / 1048576.0, watch.Elapsed.TotalSeconds);

        void Train(long count)
        {
            for (var step = 0L; step < count; step++)
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                var y = model.forward(x);
                ((y * y).mean() + (odd * odd).mean()).backward();
                optimizer.step();
                schedule.StepBatch();
            }
        }

        // The state itself breathes: NeutralGradient holds grad_cov_{dim} only while it gathers statistics.
        long LiveOutsideState() => DisposeScopeManager.Statistics.ThreadTotalLiveCount
            - parameters.Sum(p => optimizer.StateNames(p.Item2).Count(n => IsTensor(p.Item2, n)));

        bool IsTensor(TorchSharp.Modules.Parameter parameter, string name)
        {
            optimizer.TryGetState(parameter, name, out var tensor);
            using (tensor)
                return tensor!.dtype != ScalarType.Int64;
        }
    }

    private static double Rss()
    {
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64 / 1048576.0;
    }
}
