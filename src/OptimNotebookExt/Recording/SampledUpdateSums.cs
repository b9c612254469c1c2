using System.Numerics;
using OptimNotebookExt.Optimizers;
using static TorchSharp.torch;

namespace OptimNotebookExt.Recording;

/// <summary>
/// Sums over a few elements of each parameter, at an even stride: the rows of one float64 matrix per quantity, so that the
/// arithmetic is a handful of operations however many parameters there are.
/// </summary>
internal sealed class SampledUpdateSums : UpdateSums
{
    private readonly long limit;
    private readonly long width;
    private readonly Tensor before;

    internal SampledUpdateSums(IReadOnlyList<ParameterState> members, IReadOnlyList<Tensor?> gradients, long limit)
        : base(members, gradients)
    {
        this.limit = limit;
        width = members.Max(m => LengthOf(m.Parameter.numel(), limit));
        before = Gather(i => Members[i].Parameter);
    }

    /// <summary>How many elements are taken.</summary>
    internal static long LengthOf(long numel, long limit)
    {
        var stride = StrideOf(numel, limit);
        return (numel + stride - 1) / stride;
    }

    internal override Tensor End()
    {
        var after = Gather(i => Members[i].Parameter);
        var u = before - after;
        var g = Gather(i => Gradients[i]!);
        var sums = stack([u.Squared().sum(1), after.Squared().sum(1), g.Squared().sum(1), u.mul_(g).sum(1)]);
        foreach (var i in Enumerable.Range(0, Members.Count).Where(i => Gradients[i] is null))
            sums.select(1, i).fill_(Scalars.Of(double.NaN));
        return sums;
    }

    /// <summary>The elements of each parameter that takes a step, filled up with zeros.</summary>
    private Tensor Gather(Func<int, Tensor> source)
    {
        var rows = zeros([Members.Count, width], dtype: ScalarType.Float64, device: Members[0].Parameter.device);
        for (var i = 0; i < Members.Count; i++)
        {
            var numel = Members[i].Parameter.numel();
            if (Gradients[i] is null || numel == 0)
                continue;
            using var row = rows.select(0, i);
            using var cells = row.narrow(0, 0, LengthOf(numel, limit));
            using var flat = source(i).detach().reshape(-1);
            using var elements = flat.slice(0, 0, numel, StrideOf(numel, limit));
            cells.copy_(elements);
        }
        return rows;
    }

    /// <summary>Without a common factor with the number of elements, so that it visits every row and every column.</summary>
    private static long StrideOf(long numel, long limit)
    {
        if (numel <= limit)
            return 1;
        var stride = (numel + limit - 1) / limit;
        while (BigInteger.GreatestCommonDivisor(stride, numel) != 1)
            stride++;
        return stride;
    }
}
