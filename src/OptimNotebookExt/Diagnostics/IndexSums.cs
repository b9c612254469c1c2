using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Diagnostics;

/// <summary>
/// Sums per index of an axis, on the tensor's device: [5, size] of sum, sum of absolute values, sum of squares, number of
/// positive and of finite elements; and [2, size] of the negated minimum and the maximum, so that both accumulate alike.
/// </summary>
internal sealed class IndexSums(Tensor sums, Tensor extremes) : IDisposable
{
    /// <summary>Accumulator elements per index.</summary>
    internal const int Rows = 7;

    /// <summary>Takes the tensors out of the dispose scopes: they are freed by <see cref="Dispose"/>.</summary>
    internal IndexSums Own()
    {
        sums.DetachFromDisposeScope();
        extremes.DetachFromDisposeScope();
        return this;
    }

    internal void Add(IndexSums batch)
    {
        sums.Increase(batch.Sums.to(sums.device));
        using var larger = torch.maximum(extremes, batch.Extremes.to(extremes.device));
        extremes.copy_(larger);
    }

    /// <summary>The sums over all indices, as of an axis of size 1.</summary>
    internal IndexSums Total() => new(sums.sum(1, keepdim: true), extremes.amax([1], keepdim: true));

    /// <summary>Every statistic but the eigenvalues, per index.</summary>
    internal IReadOnlyDictionary<IndexStatistic, double[]> Read()
    {
        var (s, e, size) = (sums.Doubles(), extremes.Doubles(), (int)sums.shape[1]);
        double[] PerCount(int row, Func<double, double> map) => [.. Enumerable.Range(0, size).Select(i => map(s[row * size + i] / s[4 * size + i]))];
        return new Dictionary<IndexStatistic, double[]>
        {
            [IndexStatistic.Mean] = PerCount(0, v => v),
            [IndexStatistic.AbsMean] = PerCount(1, v => v),
            [IndexStatistic.Rms] = PerCount(2, Math.Sqrt),
            [IndexStatistic.PositiveFraction] = PerCount(3, v => v),
            [IndexStatistic.Minimum] = [.. e[..size].Select(v => -v)],
            [IndexStatistic.Maximum] = e[size..],
        };
    }

    internal long Count()
    {
        using var scope = torch.NewDisposeScope();
        return (long)sums[4].sum().ToDouble();
    }

    public void Dispose()
    {
        sums.Dispose();
        extremes.Dispose();
    }

    private Tensor Sums => sums;

    private Tensor Extremes => extremes;
}
