using OptimNotebookExt.Optimizers;
using static TorchSharp.torch;

namespace OptimNotebookExt.Recording;

/// <summary>
/// Sums over a few elements of each parameter: the rows of one float64 matrix per quantity, so that the arithmetic is a
/// handful of operations however many parameters there are, and nothing leaves the device.
/// </summary>
internal sealed class SampledUpdateSums : UpdateSums
{
    private readonly SampledElements[] elements;
    private readonly long width;
    private readonly Tensor before;

    internal SampledUpdateSums(IReadOnlyList<ParameterState> members, IReadOnlyList<Tensor?> gradients, long limit)
        : base(members, gradients)
    {
        elements = [.. members.Select(m => SampledElements.Of(m.Parameter.numel(), limit))];
        width = elements.Max(e => e.Count);
        before = Gather(i => Members[i].Parameter);
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
            var (runs, length, stride) = elements[i];
            if (Gradients[i] is null || elements[i].Count == 0)
                continue;
            var dense = source(i).detach().contiguous();
            var cells = rows.select(0, i).narrow(0, 0, elements[i].Count).view(runs, length);
            cells.copy_(dense.as_strided([runs, length], [stride, 1], dense.storage_offset()));
        }
        return rows;
    }
}
