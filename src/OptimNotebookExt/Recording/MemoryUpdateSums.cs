using System.Numerics;
using System.Runtime.Intrinsics.X86;
using OptimNotebookExt.Kernels;
using OptimNotebookExt.Optimizers;
using static TorchSharp.torch;

namespace OptimNotebookExt.Recording;

/// <summary>
/// The sums of <see cref="SampledUpdateSums"/> read straight from main memory: a sample of 48 parameters costs a fraction
/// of a millisecond, where some 600 operations of TorchSharp cost three.
/// </summary>
internal sealed class MemoryUpdateSums : UpdateSums
{
    private const int Ahead = 12;

    private readonly SampledElements[] elements;
    private readonly double[][] before;

    internal MemoryUpdateSums(IReadOnlyList<ParameterState> members, IReadOnlyList<Tensor?> gradients, long limit)
        : base(members, gradients)
    {
        elements = [.. members.Select(m => SampledElements.Of(m.Parameter.numel(), limit))];
        before = [.. members.Select((m, i) => gradients[i] is null ? [] : Read(m.Parameter, elements[i]))];
    }

    /// <summary>Whether every number lies where it can be read: float32 or float64, in main memory, without gaps.</summary>
    internal static bool CanRead(IReadOnlyList<ParameterState> members, IReadOnlyList<Tensor?> gradients) =>
        TensorExports.IsAvailable
        && members.All(m => CanRead(m.Parameter))
        && gradients.All(g => g is null || CanRead(g));

    internal override Tensor End()
    {
        var sums = new double[Count, Members.Count];
        for (var i = 0; i < Members.Count; i++)
        {
            var (update, param, grad, product) = Gradients[i] is { } g
                ? Sums(before[i], Read(Members[i].Parameter, elements[i]), Read(g, elements[i]))
                : (double.NaN, double.NaN, double.NaN, double.NaN);
            (sums[0, i], sums[1, i], sums[2, i], sums[3, i]) = (update, param, grad, product);
        }
        return tensor(sums);
    }

    private static bool CanRead(Tensor tensor) =>
        tensor.dtype is ScalarType.Float32 or ScalarType.Float64 && TensorExports.IsPlain(tensor.Handle);

    private static (double Update, double Param, double Grad, double Product) Sums(double[] before, double[] after, double[] gradient)
    {
        var (update, param, grad, product) = (0.0, 0.0, 0.0, 0.0);
        for (var k = 0; k < before.Length; k++)
        {
            var u = before[k] - after[k];
            update += u * u;
            param += after[k] * after[k];
            grad += gradient[k] * gradient[k];
            product += u * gradient[k];
        }
        return (update, param, grad, product);
    }

    private static double[] Read(Tensor tensor, SampledElements elements)
    {
        var values = tensor.dtype == ScalarType.Float32 ? Read<float>(tensor, elements) : Read<double>(tensor, elements);
        GC.KeepAlive(tensor);
        return values;
    }

    private static unsafe double[] Read<T>(Tensor tensor, SampledElements elements)
        where T : unmanaged, INumber<T>
    {
        var values = new double[elements.Count];
        var first = (T*)TensorExports.Data(tensor.Handle);
        var at = 0;
        for (var r = 0L; r < elements.Runs; r++)
        {
            // The page of a far place takes a while to be found: several at a time cost a quarter less.
            if (Sse.IsSupported)
                Sse.Prefetch0(first + (Math.Min(r + Ahead, elements.Runs - 1) * elements.Stride));
            for (var k = 0L; k < elements.Length; k++)
                values[at++] = double.CreateTruncating(first[(r * elements.Stride) + k]);
        }
        return values;
    }
}
