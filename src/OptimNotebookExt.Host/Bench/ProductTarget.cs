using System.Diagnostics;
using TorchSharp;

namespace OptimNotebookExt.Host.Bench;

/// <summary>The matrix products of a step and nothing else: what no implementation by matrix products can be faster than.</summary>
internal sealed class ProductTarget : IDisposable
{
    /// <summary>As many tensors at a time as the fast path takes.</summary>
    private const long LargestBatch = 1 << 20;

    private readonly List<(MatrixProduct Product, torch.Tensor Left, torch.Tensor Right, int Times)> work = [];
    private readonly List<double> milliseconds = [];
    private readonly BenchDevice device;

    internal ProductTarget(IEnumerable<MatrixProduct> products, BenchDevice device)
    {
        this.device = device;
        using var scope = torch.NewDisposeScope();
        foreach (var product in products)
        {
            var batch = Math.Clamp(LargestBatch / (product.Rows * product.Columns), 1, product.Tensors);
            var times = (int)((product.Tensors + batch - 1) / batch);
            work.Add((product, Factor(batch, product.Rows, product.Inner), Factor(batch, product.Inner, product.Columns), times));
        }
    }

    internal double Milliseconds => BenchLimits.Median(milliseconds);

    internal double Flops => work.Sum(w => w.Product.Flops);

    /// <summary>A round, each product as often as a step makes it; rare ones once and then weighted.</summary>
    internal void Measure()
    {
        var total = 0.0;
        foreach (var (product, left, right, times) in work)
        {
            left.bmm(right).Dispose();
            device.Wait();
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < times; i++)
                left.bmm(right).Dispose();
            device.Wait();
            total += Stopwatch.GetElapsedTime(start).TotalMilliseconds * product.PerStep * product.Tensors / (times * left.shape[0]);
        }
        milliseconds.Add(total);
    }

    private torch.Tensor Factor(long batch, long rows, long columns) => device.Place(torch.rand(batch, rows, columns)).DetachFromDisposeScope();

    public void Dispose()
    {
        foreach (var (_, left, right, _) in work)
        {
            left.Dispose();
            right.Dispose();
        }
    }
}
