using OptimNotebookExt.Recording;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Views.Measuring;

/// <summary>Statistics of a tensor of any size, with at most one chunk of it on the host.</summary>
internal static class ChunkedStatistics
{
    private const long Chunk = 1 << 18;

    internal static TensorStatistics Of(Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        var flat = tensor.reshape(-1);
        var total = new TensorStatistics(0, 0, double.NaN, double.NaN, double.NaN, double.NaN);
        for (long from = 0; from < flat.shape[0]; from += Chunk)
        {
            using var part = flat.narrow(0, from, Math.Min(Chunk, flat.shape[0] - from));
            total = Merged(total, TensorStatistics.Of(part.Doubles()));
        }
        return total;
    }

    private static TensorStatistics Merged(TensorStatistics a, TensorStatistics b)
    {
        var (finiteA, finiteB) = ((double)(a.Count - a.NonFinite), (double)(b.Count - b.NonFinite));
        var (count, nonFinite) = (a.Count + b.Count, a.NonFinite + b.NonFinite);
        if (finiteA == 0)
            return b with { Count = count, NonFinite = nonFinite };
        if (finiteB == 0)
            return a with { Count = count, NonFinite = nonFinite };
        var (shareA, shareB) = (finiteA / (finiteA + finiteB), finiteB / (finiteA + finiteB));
        return new TensorStatistics(
            count,
            nonFinite,
            Math.Min(a.Min, b.Min),
            Math.Max(a.Max, b.Max),
            shareA * a.Mean + shareB * b.Mean,
            Math.Sqrt(shareA * a.Rms * a.Rms + shareB * b.Rms * b.Rms));
    }
}
