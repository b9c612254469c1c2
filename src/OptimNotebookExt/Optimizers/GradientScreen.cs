using OptimNotebookExt.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <summary>Finds gradients with NaN or infinite values, and describes them.</summary>
internal static class GradientScreen
{
    /// <summary>The parameters whose gradients are not finite; of a device's gradients one transfer tells, not one of each.</summary>
    internal static List<ParameterState> NonFinite(IEnumerable<(ParameterState State, Tensor Gradient)> updates)
    {
        using var noTape = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var found = new List<ParameterState>();
        var elsewhere = new List<(ParameterState State, Tensor Extremes)>();
        foreach (var (state, gradient) in updates)
        {
            if (IsPlain(gradient))
            {
                if (!IsFinite(gradient))
                    found.Add(state);
            }
            else if (gradient.numel() > 0)
            {
                // The extremes of numbers with a NaN among them are NaN, in torch.
                var (min, max) = gradient.reshape(-1).aminmax(0);
                elsewhere.Add((state, stack([min, max])));
            }
        }
        foreach (var group in elsewhere.GroupBy(e => (e.Extremes.device.ToString(), e.Extremes.dtype)))
        {
            using var finite = stack([.. group.Select(e => e.Extremes)]).isfinite().all(1).cpu();
            found.AddRange(group.Zip(finite.data<bool>().ToArray()).Where(p => !p.Second).Select(p => p.First.State));
        }
        return found;
    }

    /// <summary>What is in a gradient, in words: <c>3 NaN and 1 infinite of 12 values, the finite ones from -0.5 to 2</c>.</summary>
    internal static string Describe(Tensor gradient)
    {
        using var noTape = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var (nan, infinite) = (gradient.isnan().sum().item<long>(), gradient.isinf().sum().item<long>());
        var counts = FormattableString.Invariant($"{nan} NaN and {infinite} infinite of {gradient.numel()} values");
        return nan + infinite == gradient.numel() ? counts : $"{counts}, the finite ones {Range(gradient)}";
    }

    /// <summary>The range of a tensor's finite values: <c>from -0.5 to 2</c>.</summary>
    internal static string Range(Tensor tensor)
    {
        using var noTape = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var finite = tensor.masked_select(tensor.isfinite());
        return finite.numel() == 0
            ? "none"
            : FormattableString.Invariant($"from {finite.min().ToDouble():G5} to {finite.max().ToDouble():G5}");
    }

    private static bool IsPlain(Tensor gradient) => TensorExports.IsAvailable && TensorExports.IsPlain(gradient.Handle)
        && gradient.dtype is ScalarType.Float32 or ScalarType.Float64;

    private static unsafe bool IsFinite(Tensor gradient) =>
        Finite.All(TensorExports.Data(gradient.Handle), TensorExports.Numel(gradient.Handle), gradient.dtype);
}
