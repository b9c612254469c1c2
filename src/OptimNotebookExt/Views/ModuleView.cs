using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Views;

/// <summary>A module: its parameters by name with shape, dtype, device and rms.</summary>
public sealed class ModuleView : View
{
    private const int MaxRows = 300;

    private readonly string type;
    private readonly bool training;
    private readonly string[][] rows;
    private readonly long elements;

    /// <summary>Reads names, shapes and sizes; the view keeps no tensor.</summary>
    /// <param name="module">The module.</param>
    public ModuleView(nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        var parameters = module.named_parameters().ToArray();
        (type, training) = (module.GetType().Name, module.training);
        using var noTape = no_grad();
        rows = [.. parameters.Select(p => Row(p.name, p.parameter))];
        elements = parameters.Where(p => !p.parameter.IsInvalid).Sum(p => p.parameter.numel());
    }

    /// <inheritdoc/>
    public override string Summary => $"{type}: {ViewText.Count(rows.Length, "parameter")} with {ViewText.Count(elements, "element")}, {(training ? "training" : "evaluating")}";

    private protected override void Write(ViewWriter writer)
    {
        writer.Heading(Summary);
        if (rows.Length > 0)
            writer.Table(["parameter", "shape", "elements", "rms", "type", "trained"], rows.Take(MaxRows));
        if (rows.Length > MaxRows)
            writer.Paragraph($"{ViewText.Count(rows.Length - MaxRows, "parameter")} more left out.");
    }

    private static string[] Row(string name, Parameter p) => p.IsInvalid
        ? [name, "disposed", "–", "–", "–", "–"]
        : [name, ViewText.Shape(p.shape), ViewText.Count(p.numel()), Rms(p), $"{p.dtype} on {p.device}", p.requires_grad ? "yes" : "no"];

    private static string Rms(Tensor p)
    {
        if (p.numel() == 0 || !p.is_floating_point() || p.is_sparse || p.device_type is DeviceType.META)
            return "–";
        // The squares of half precision leave its range at 256.
        using var wide = p.dtype is ScalarType.Float16 or ScalarType.BFloat16 ? p.to(float32) : p.alias();
        using var norm = wide.norm();
        return ViewText.Number(norm.ToDouble() / Math.Sqrt(p.numel()));
    }
}
