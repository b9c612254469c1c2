using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Diagnostics;

/// <summary>The streaming statistics of one output, parameter or gradient.</summary>
internal sealed class TensorAccumulator(string name, DiagnosedTensorKind kind, string owner, TensorDiagnosticsOptions options) : IDisposable
{
    private readonly SortedDictionary<string, long> notes = new(StringComparer.Ordinal);
    private readonly MemoryBudget budget = new(options.MemoryLimit);
    private AxisAccumulator[]? axes;
    private IndexSums? whole;
    private long[] shape = [];
    private string dtype = string.Empty;
    private long records;
    private long elements;

    /// <summary>Adds one tensor's values; one that has no real floating point values is noted instead.</summary>
    internal void Add(Tensor tensor)
    {
        if (Unsupported(tensor) is { } reason)
        {
            Note($"skipped, {reason}");
            return;
        }
        records++;
        dtype = tensor.dtype.ToString();
        if (records == 1)
            shape = tensor.shape;
        else if (tensor.ndim == shape.Length)
            shape = [.. shape.Zip(tensor.shape, (a, b) => a == b ? a : -1)];
        if (tensor.numel() == 0)
        {
            Note("empty");
            return;
        }

        // Accumulators must be ordinary tensors, also where the model runs in inference mode.
        using var ordinary = torch.inference_mode(false);
        using var noTape = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var batch = new BatchValues(tensor);
        elements += batch.Count;
        var total = AddAxes(batch);
        if (whole is null)
            whole = total.Own();
        else
            whole.Add(total);
    }

    /// <summary>Counts something that the report shall mention.</summary>
    internal void Note(string note) => notes[note] = notes.GetValueOrDefault(note) + 1;

    internal TensorDiagnostic Summarize()
    {
        // The accumulators are read where the caller may be recording a graph or running in inference mode.
        using var noTape = torch.no_grad();
        var dimensions = (axes ?? []).Select(a => a.Summarize(options.Percentiles)).Where(d => d.Sizes.Any(n => n > 1)).ToArray();
        var leftOut = (axes ?? []).Where(a => a.LeftOut > 0).Select(a => string.Create(
            CultureInfo.InvariantCulture,
            $"dim {a.Axis}: {a.LeftOut} records left out, their statistics exceed MemoryLimit {options.MemoryLimit}"));
        return new TensorDiagnostic(
            name,
            kind,
            owner,
            dtype,
            Array.AsReadOnly(shape),
            records,
            WholeValues(),
            Array.AsReadOnly(dimensions),
            Array.AsReadOnly(notes.Select(n => n.Value == 1 ? n.Key : string.Create(CultureInfo.InvariantCulture, $"{n.Key} ({n.Value} times)")).Concat(leftOut).ToArray()));
    }

    public void Dispose()
    {
        whole?.Dispose();
        foreach (var axis in axes ?? [])
            axis.Dispose();
    }

    /// <summary>Adds to every axis; returns the sums of the whole tensor.</summary>
    private IndexSums AddAxes(BatchValues batch)
    {
        var shape = batch.Shape;
        var first = axes is null;
        axes ??= [.. Enumerable.Range(0, shape.Length).Select(d => new AxisAccumulator(d, budget))];
        if (axes.Length != shape.Length)
        {
            Note("another number of axes than at first: only the whole tensor was taken");
            return batch.Whole();
        }

        var reduced = axes.Where(a => shape[a.Axis] > 1).ToArray();
        var sums = batch.Along([.. reduced.Select(a => a.Axis)]);
        // Before AddSums, which may turn the batch's sums into accumulators.
        var total = sums.Length > 0 ? sums[0].Total() : batch.Whole();
        foreach (var (axis, sum) in reduced.Zip(sums))
            axis.AddSums(sum, shape[axis.Axis]);
        // A size of 1 matters where the axis has another size in other records, as the last batch may.
        foreach (var axis in axes.Where(a => shape[a.Axis] == 1))
            axis.AddSums(total.Total(), 1);
        if (first)
        {
            foreach (var axis in axes.OrderBy(a => shape[a.Axis]))
                axis.StartCovariance(shape[axis.Axis], axes.Length, options);
        }
        foreach (var axis in axes)
            axis.AddCovariance(batch);
        return total;
    }

    private ValueStatistics WholeValues()
    {
        if (whole is null)
            return ValueStatistics.None;
        var count = whole.Count();
        if (count == 0)
            return ValueStatistics.None with { NonFinite = elements };
        var read = whole.Read();
        return new ValueStatistics(
            count,
            elements - count,
            read[IndexStatistic.Mean][0],
            read[IndexStatistic.AbsMean][0],
            read[IndexStatistic.Rms][0],
            read[IndexStatistic.PositiveFraction][0],
            read[IndexStatistic.Minimum][0],
            read[IndexStatistic.Maximum][0]);
    }

    private static string? Unsupported(Tensor tensor) =>
        tensor.is_sparse ? "sparse"
        : tensor.device_type == DeviceType.META ? "without values (meta device)"
        : !tensor.is_floating_point() ? $"{tensor.dtype} is not a floating point type"
        : null;
}
