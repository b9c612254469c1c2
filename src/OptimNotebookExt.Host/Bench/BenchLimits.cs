using System.Diagnostics;
using TorchSharp;

namespace OptimNotebookExt.Host.Bench;

/// <summary>Measures what the machine can do at best: copy memory and multiply matrices.</summary>
internal sealed class BenchLimits(BenchDevice device) : IDisposable
{
    private const long CopyElements = 64 << 20;
    private const long GemmSize = 1024;
    private readonly torch.Tensor source = device.Place(torch.ones(CopyElements));
    private readonly torch.Tensor target = device.Place(torch.zeros(CopyElements));
    private readonly torch.Tensor a = device.Place(torch.ones(GemmSize, GemmSize));
    private readonly torch.Tensor b = device.Place(torch.ones(GemmSize, GemmSize));
    private readonly List<double> copySeconds = [];
    private readonly List<double> gemmSeconds = [];

    internal double CopyGbPerSecond => 2 * 4 * CopyElements / Median(copySeconds) / 1e9;

    internal double GemmGflops => 2.0 * GemmSize * GemmSize * GemmSize / Median(gemmSeconds) / 1e9;

    /// <summary>One round, to be taken among the rounds of the optimizers.</summary>
    internal void Measure()
    {
        using var scope = torch.NewDisposeScope();
        copySeconds.Add(Seconds(() => target.copy_(source)));
        gemmSeconds.Add(Seconds(() => a.mm(b)));
    }

    public void Dispose()
    {
        foreach (var tensor in (torch.Tensor[])[source, target, a, b])
            tensor.Dispose();
    }

    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private double Seconds(Action work)
    {
        work();
        device.Wait();
        var start = Stopwatch.GetTimestamp();
        work();
        device.Wait();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
