using System.Diagnostics;
using OptimNotebookExt.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Host.Bench;

/// <summary>One optimizer, path and phase on a set, with parameters, gradients and state of its own.</summary>
internal sealed class BenchTarget : IDisposable
{
    internal const string ReferencePath = "reference";
    internal const string FastPath = "fast";
    internal const string DevicePath = "device";
    internal const string TorchSharpPath = "torchsharp";

    /// <summary>A round of a case lasts about so long, so that short steps are timed many at a time.</summary>
    private const double RoundSeconds = 0.03;
    private const int MostSteps = 100;

    private readonly (string Name, Parameter Parameter)[] parameters;
    private readonly optim.Optimizer optimizer;
    private readonly List<double> milliseconds = [];
    private readonly BenchDevice device;
    private double period;
    private int cycles = 1;

    private BenchTarget(BenchCase what, string path, BenchDevice device, (string, Parameter)[] parameters, optim.Optimizer optimizer)
    {
        (Case, Path, this.device, this.parameters, this.optimizer) = (what, path, device, parameters, optimizer);
    }

    internal BenchCase Case { get; }

    internal string Path { get; }

    internal IReadOnlyList<double> Milliseconds => milliseconds;

    /// <summary>Seconds that a round takes.</summary>
    internal double SecondsOfARound { get; private set; }

    /// <summary>Managed bytes allocated by the last step timed.</summary>
    internal double AllocatedBytesPerStep { get; private set; }

    /// <summary>
    /// Tensors that libtorch returned in a step, of the last steps timed: nearly every operation returns one, and none of those
    /// of the fast path, which goes by memory.
    /// </summary>
    internal double? TensorsPerStep { get; private set; }

    /// <summary>Bytes of state; unknown for TorchSharp's own.</summary>
    internal long? StateBytes => (optimizer as ResearchOptimizer)?.States
        .SelectMany(s => s.TensorNames.Select(n => s[n])).Sum(t => t.numel() * t.element_size());

    /// <summary>Null where the optimizer does not have the path.</summary>
    internal static BenchTarget? Create(BenchCase what, string path, BenchSet set, BenchDevice device)
    {
        using var generator = new Generator(42, CPU);
        var parameters = set.Shapes.Select((shape, i) => ($"p{i}", New(shape))).ToArray();
        if (what.Create(parameters, path, set) is { } optimizer)
            return new BenchTarget(what, path, device, parameters, optimizer) { period = what.SettingsFor(set).GetValueOrDefault("estimate_period") };
        Free(parameters);
        return null;

        Parameter New(long[] shape)
        {
            using var scope = NewDisposeScope();
            var parameter = new Parameter(device.Place(randn(shape, generator: generator).Times(0.05)));
            parameter.grad = device.Place(randn(shape, generator: generator).Times(0.01));
            return (Parameter)parameter.DetachFromDisposeScope();
        }
    }

    /// <summary>Lets state, caches and the compiler settle, and finds how many steps make a round.</summary>
    internal void WarmUp()
    {
        var watch = Stopwatch.StartNew();
        double last;
        var steps = 0;
        do
        {
            last = Cycle();
            steps += Case.StepsOfACycle;
        }
        while (watch.Elapsed.TotalSeconds < 0.5 && steps < 400);
        cycles = (int)Math.Clamp(RoundSeconds / last, 1, Math.Max(1, MostSteps / Case.StepsOfACycle));
        SecondsOfARound = last * (cycles + 1);
    }

    internal void Measure()
    {
        // The others have had the caches since: one step more, to bring back what fits.
        if (Case.StepsOfACycle == 1)
            Cycle();
        var (bytes, tensors) = (GC.GetAllocatedBytesForCurrentThread(), TensorsMade());
        var seconds = 0.0;
        for (var i = 0; i < cycles; i++)
            seconds += Cycle();
        AllocatedBytesPerStep = (double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / (cycles * Case.StepsOfACycle);
        TensorsPerStep = Path == FastPath ? null : (double)(TensorsMade() - tensors) / (cycles * Case.StepsOfACycle);
        milliseconds.Add(seconds * 1e3 / (cycles * Case.StepsOfACycle));
    }

    public void Dispose()
    {
        optimizer.Dispose();
        Free(parameters);
    }

    private static void Free((string Name, Parameter Parameter)[] parameters)
    {
        foreach (var (_, parameter) in parameters)
        {
            parameter.grad?.Dispose();
            parameter.grad = null;
            parameter.Dispose();
        }
    }

    /// <summary>Seconds of a cycle's steps.</summary>
    private double Cycle()
    {
        if (Case.Estimates && !Case.EstimatesAlways)
        {
            while (!IsReestimateNext())
                optimizer.step();
        }
        device.Wait();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Case.StepsOfACycle; i++)
            optimizer.step();
        device.Wait();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static long TensorsMade() => DisposeScopeManager.Statistics.CreatedInScopeCount + DisposeScopeManager.Statistics.CreatedOutsideScopeCount;

    private bool IsReestimateNext() => ((ResearchOptimizer)optimizer).States
        .Any(s => s.TryCount("step_within_period", out var steps) && steps == (long)period);
}
