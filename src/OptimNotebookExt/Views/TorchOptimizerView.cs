using System.Globalization;
using System.Reflection;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Views;

/// <summary>One of TorchSharp's optimizers: the options and the parameters of its groups.</summary>
public sealed class TorchOptimizerView : View
{
    private const int MaxGroups = 8;

    private readonly string name;
    private readonly (string Title, (string, string)[] Options, string Shapes)[] groups;
    private readonly int count;

    /// <summary>Reads options and shapes; the view keeps no tensor.</summary>
    /// <param name="optimizer">The optimizer.</param>
    public TorchOptimizerView(optim.Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        var all = optimizer.ParamGroups.OfType<ParamGroup>().ToArray();
        (name, count) = (optimizer.GetType().Name, all.Length);
        groups = [.. all.Take(MaxGroups).Select((group, i) => ($"group {i}: {ViewText.Count(group.Parameters.Count(), "parameter")}", Options(group), Shapes(group.Parameters)))];
    }

    /// <inheritdoc/>
    public override string Summary => $"{name}: {ViewText.Count(count, "group")}";

    private protected override void Write(ViewWriter writer)
    {
        writer.Heading(name);
        foreach (var (title, options, shapes) in groups)
        {
            writer.Paragraph(title);
            writer.Facts(options.Append(("shapes", shapes)));
        }
        if (count > groups.Length)
            writer.Paragraph($"{ViewText.Count(count - groups.Length, "group")} more left out.");
    }

    private static (string, string)[] Options(ParamGroup group)
    {
        var options = group.Options;
        var own = options?.GetType().GetFields(BindingFlags.Public | BindingFlags.Instance).Select(f => (f.Name, f.GetValue(options)))
            .Concat(options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0).Select(p => (p.Name, p.GetValue(options))))
            .Where(o => o.Item2 is not null and not Tensor)
            .Select(o => (o.Name, Convert.ToString(o.Item2, CultureInfo.InvariantCulture) ?? ""));
        return [("learning rate", ViewText.Number(group.LearningRate)), .. own?.Where(o => o.Name != "LearningRate") ?? []];
    }

    private static string Shapes(IEnumerable<Parameter> parameters)
    {
        const int most = 40;
        var all = parameters.Select(p => p.IsInvalid ? "disposed" : ViewText.Shape(p.shape)).ToArray();
        return string.Join(" ", all.Take(most)) + (all.Length > most ? $" and {all.Length - most} more" : "");
    }
}
