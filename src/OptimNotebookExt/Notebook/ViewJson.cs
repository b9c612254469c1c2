using System.Text.Json;
using System.Text.Json.Nodes;
using OptimNotebookExt.Figures;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Views;
using static TorchSharp.torch;

namespace OptimNotebookExt.Notebook;

/// <summary>
/// Values as JSON, for a host's list of variables and for kernels of other languages: a figure as plotly's, a tensor with
/// its elements, everything else as its type and a sentence. Without it a host walks through the object.
/// </summary>
internal static class ViewJson
{
    internal const string MimeType = "application/json";

    /// <summary>Tensors with more elements come without them.</summary>
    private const long ElementLimit = 10_000;

    internal static string Of(object value)
    {
        try
        {
            return value switch
            {
                Figure figure => figure.ToPlotlyJson(),
                FigureView view => view.Figure.ToPlotlyJson(),
                Tensor { IsInvalid: false } tensor => OfTensor(tensor),
                _ => Named(value, View.Of(value)?.Summary ?? "").ToJsonString(),
            };
        }
#pragma warning disable CA1031 // nothing may throw out of a formatter
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Named(value, $"cannot be read: {e.Message.Split('\n')[0]}").ToJsonString();
        }
    }

    private static string OfTensor(Tensor tensor)
    {
        var json = Named(tensor, TensorView.Of(tensor).Summary);
        json["dtype"] = tensor.dtype.ToString();
        json["device"] = tensor.device.ToString();
        json["shape"] = JsonSerializer.SerializeToNode(tensor.shape);
        if (!tensor.is_sparse && !tensor.is_complex() && tensor.numel() <= ElementLimit)
            json["values"] = new JsonArray([.. TensorSnapshot.Of(tensor).Values.ToArray().Select(v => (JsonNode)(double.IsFinite(v) ? v : v.ToString(System.Globalization.CultureInfo.InvariantCulture)))]);
        return json.ToJsonString();
    }

    private static JsonObject Named(object value, string summary) => new() { ["type"] = value.GetType().Name, ["summary"] = summary };
}
