using OptimNotebookExt.Figures;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Views.Measuring;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Views;

/// <summary>A tensor: shape, dtype, device, statistics, and a picture of a line, a matrix or the first slice.</summary>
public sealed class TensorView : View
{
    private const int ValuesUpTo = 8;

    private readonly string name;
    private readonly IReadOnlyList<long>? shape;
    private readonly string kind = "";
    private readonly TensorStatistics? statistics;
    private readonly Figure? figure;
    private readonly double[]? values;
    private readonly List<string> notes = [];

    /// <summary>Shows what a snapshot kept.</summary>
    /// <param name="tensor">The snapshot; one whose elements were not kept shows its statistics.</param>
    /// <param name="name">Its name.</param>
    public TensorView(TensorSnapshot tensor, string name = "tensor")
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ArgumentNullException.ThrowIfNull(name);
        (this.name, shape, kind, statistics) = (name, tensor.Shape, $"{tensor.Dtype} on {tensor.Device}", tensor.Statistics);
        figure = Figured(TensorPicture.Of(tensor, ""));
        values = Few(shape) && tensor.HasValues ? tensor.Values.ToArray() : null;
        if (!tensor.HasValues)
            notes.Add("Its elements were not kept, so there is no picture: take the snapshot with a higher element limit, or use TensorView.Of on the tensor.");
    }

    private TensorView(Tensor tensor, string name)
    {
        this.name = name;
        if (tensor.IsInvalid)
        {
            notes.Add("The tensor has been disposed: nothing of it can be shown.");
            return;
        }
        (shape, kind) = (tensor.shape, $"{tensor.dtype} on {tensor.device}{(tensor.requires_grad ? ", requires grad" : "")}");
        try
        {
            using var noTape = torch.no_grad();
            using var scope = torch.NewDisposeScope();
            var real = Real(tensor.detach());
            statistics = ChunkedStatistics.Of(real);
            figure = Figured(TensorPicture.Of(real, statistics, ""));
            values = Few(shape) && shape.Count <= 2 ? real.Doubles() : null;
        }
#pragma warning disable CA1031 // a tensor whose values cannot be read still has a shape to show
        catch (Exception e)
#pragma warning restore CA1031
        {
            notes.Add($"Its values cannot be read: {e.Message.Split('\n')[0]}");
        }
    }

    /// <inheritdoc/>
    public override string Summary => shape is null ? $"{name}: disposed tensor" : $"{name}: {kind} {ViewText.Shape(shape)} {statistics}";

    /// <summary>Shows a tensor as it is now; the view keeps no tensor. A disposed one is said to be.</summary>
    /// <param name="tensor">Any tensor on any device; it is neither changed nor kept.</param>
    /// <param name="name">Its name.</param>
    public static TensorView Of(Tensor tensor, string name = "tensor")
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ArgumentNullException.ThrowIfNull(name);
        return new TensorView(tensor, name);
    }

    private protected override void Write(ViewWriter writer)
    {
        writer.Heading(name);
        if (shape is not null)
            writer.Facts(Facts(shape));
        foreach (var note in notes)
            writer.Paragraph(note);
        if (figure is not null)
            writer.Figure(figure);
        if (values is { Length: > 1 })
            writer.Details("values", WriteValues);
    }

    private static bool Few(IReadOnlyList<long> shape) => shape.Count <= 2 && shape.All(n => n <= ValuesUpTo);

    private Tensor Real(Tensor tensor)
    {
        if (tensor.is_sparse)
        {
            notes.Add($"Sparse: the statistics are of its {ViewText.Count(tensor.SparseValues.numel())} stored elements, and there is no picture.");
            return tensor.SparseValues;
        }
        if (!tensor.is_complex())
            return tensor;
        notes.Add("Complex: statistics, picture and values are of the moduli.");
        return tensor.abs();
    }

    private Figure? Figured(Panel? panel)
    {
        if (panel is null || shape is null || notes.Any(n => n.StartsWith("Sparse", StringComparison.Ordinal)))
            return null;
        var slices = TensorPicture.Slices(shape);
        if (slices > 1)
            notes.Add($"The picture shows the first of {ViewText.Count(slices)} slices {ViewText.Shape(shape.TakeLast(2))}; the statistics are of all.");
        return new Figure("", $"The tensor {name} of shape {ViewText.Shape(shape)} as a {(panel.HeatMap is null ? "line" : "heat map")}.", [panel]);
    }

    private IEnumerable<(string, string)> Facts(IReadOnlyList<long> shape)
    {
        yield return ("shape", ViewText.Shape(shape));
        yield return ("type", kind);
        if (statistics is null)
            yield break;
        yield return ("elements", statistics.Count == 0 ? "none, the tensor is empty" : ViewText.Count(statistics.Count));
        if (statistics.NonFinite > 0)
            yield return ("not finite", $"{ViewText.Count(statistics.NonFinite)} of {ViewText.Count(statistics.Count)}; the rest leaves these out");
        if (statistics.Count == 1)
            yield return ("value", statistics.NonFinite == 0 ? ViewText.Number(statistics.Mean) : values is [var only] ? ViewText.Number(only) : "not finite");
        else if (statistics.Count > statistics.NonFinite)
        {
            yield return ("range", ViewText.Range(statistics.Min, statistics.Max));
            yield return ("mean", ViewText.Number(statistics.Mean));
            yield return ("rms", ViewText.Number(statistics.Rms));
        }
    }

    private void WriteValues(ViewWriter writer)
    {
        var columns = (int)shape![^1];
        writer.Table(
            ["", .. Enumerable.Range(0, columns).Select(c => ViewText.Count(c))],
            values!.Chunk(columns).Select((row, r) => (IReadOnlyList<string>)[shape.Count == 1 ? "" : ViewText.Count(r), .. row.Select(ViewText.Number)]));
    }
}
