using OptimNotebookExt.Notebook;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Recording;

/// <summary>
/// A tensor as plain values: shape, dtype, device, statistics and, up to a limit, the elements as doubles. Immutable, and
/// safe after the tensor or its optimizer is disposed.
/// </summary>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed class TensorSnapshot
{
    /// <summary>Tensors with more elements keep statistics only, unless another limit is given.</summary>
    public const long DefaultElementLimit = 1 << 18;

    private readonly double[]? values;

    private TensorSnapshot(long[] shape, string dtype, string device, TensorStatistics statistics, double[]? values)
    {
        Shape = shape;
        Dtype = dtype;
        Device = device;
        Statistics = statistics;
        this.values = values;
    }

    /// <summary>The shape; empty for a scalar.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The element type, for example <c>Float32</c>.</summary>
    public string Dtype { get; }

    /// <summary>The device, for example <c>cpu</c> or <c>cuda:0</c>.</summary>
    public string Device { get; }

    /// <summary>Count, range, mean and rms over the finite elements.</summary>
    public TensorStatistics Statistics { get; }

    /// <summary>Whether the elements were kept.</summary>
    public bool HasValues => values is not null;

    /// <summary>The elements, row-major.</summary>
    /// <exception cref="InvalidOperationException">The tensor was above the limit, so that only statistics were kept.</exception>
    public ReadOnlySpan<double> Values => values
        ?? throw new InvalidOperationException($"Only statistics were kept of this tensor of {Statistics.Count} elements: take the snapshot with a higher element limit.");

    /// <summary>Takes a snapshot of a tensor of any numeric dtype on any device; one copy to the host.</summary>
    /// <param name="tensor">The tensor; it is neither changed nor kept.</param>
    /// <param name="elementLimit">Tensors with more elements keep statistics only.</param>
    public static TensorSnapshot Of(Tensor tensor, long elementLimit = DefaultElementLimit)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        using var noTape = torch.no_grad();
        var values = tensor.Doubles();
        return new TensorSnapshot(
            tensor.shape, tensor.dtype.ToString(), tensor.device.ToString(), TensorStatistics.Of(values), values.LongLength <= elementLimit ? values : null);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Dtype} [{string.Join(", ", Shape)}] {Statistics}";
}
