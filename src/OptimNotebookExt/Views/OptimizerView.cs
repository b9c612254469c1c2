using OptimNotebookExt.Figures;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Views.Measuring;

namespace OptimNotebookExt.Views;

/// <summary>An optimizer at one moment: its options, its parameters, what it keeps for each, and its first matrices.</summary>
/// <param name="snapshot">The optimizer's snapshot.</param>
public sealed class OptimizerView(OptimizerSnapshot snapshot) : View
{
    private const int MaxGroups = 8;
    private const int MaxParameters = 250;
    private const int MaxStateRows = 400;
    private const int MaxMaps = 3;
    private const int MapCells = 48;

    private readonly OptimizerSnapshot snapshot = snapshot ?? throw new ArgumentNullException(nameof(snapshot));

    /// <inheritdoc/>
    public override string Summary =>
        $"{snapshot.Optimizer}: {ViewText.Count(snapshot.Parameters.Count(), "parameter")} with {ViewText.Count(snapshot.Parameters.Sum(p => p.Value.Statistics.Count), "element")} in {ViewText.Count(snapshot.Groups.Count, "group")}";

    private protected override void Write(ViewWriter writer)
    {
        var parameters = snapshot.Parameters.ToArray();
        writer.Heading(Summary);
        WriteWarning(writer, parameters);
        FailureTable.Write(writer, parameters, MaxParameters);
        WriteParameters(writer, parameters);
        WriteMaps(writer, parameters);
        writer.Details("options", WriteOptions);
        WriteStates(writer, parameters);
    }

    private static void WriteWarning(ViewWriter writer, ParameterSnapshot[] parameters)
    {
        var bad = parameters.Where(p => StateTable.Tensors(p).Any(t => t.Tensor.Statistics.NonFinite > 0)).ToArray();
        if (bad.Length > 0)
            writer.Paragraph($"Not finite: {ViewText.Count(bad.Length, "parameter")} or their state hold NaN or infinite values, the first is {bad[0].Name}.");
    }

    private void WriteOptions(ViewWriter writer)
    {
        var groups = snapshot.Groups.Take(MaxGroups).ToArray();
        var names = groups.SelectMany(g => g.Options.Keys).Distinct();
        writer.Table(
            ["option", .. groups.Length == 1 ? ["value"] : groups.Select((_, i) => $"group {i}")],
            names.Select(name => (IReadOnlyList<string>)[name, .. groups.Select(g => g.Options.TryGetValue(name, out var value) ? ViewText.Number(value) : "–")]));
        if (snapshot.Groups.Count > MaxGroups)
            writer.Paragraph($"The options of {ViewText.Count(snapshot.Groups.Count - MaxGroups, "group")} more are left out.");
    }

    private static void WriteParameters(ViewWriter writer, ParameterSnapshot[] parameters)
    {
        writer.Table(
            ["parameter", "shape", "step", "rms", "keeps"],
            parameters.Take(MaxParameters).Select(p => (IReadOnlyList<string>)
            [
                p.Name,
                ViewText.Shape(p.Value.Shape),
                p.Counts.TryGetValue("step", out var step) ? ViewText.Count(step) : "–",
                ViewText.Number(p.Value.Statistics.Rms),
                p.State.Count == 0 ? "nothing yet" : string.Join(", ", p.State.Keys),
            ]));
        if (parameters.Length > MaxParameters)
            writer.Paragraph($"{ViewText.Count(parameters.Length - MaxParameters, "parameter")} more left out.");
    }

    private static void WriteMaps(ViewWriter writer, ParameterSnapshot[] parameters)
    {
        var matrices = parameters
            .SelectMany(p => p.State.Select(s => (Name: $"{s.Key} of {p.Name}", Tensor: s.Value, Kind: StateTable.KindOf(s.Key, s.Value))))
            .Where(m => m.Kind is not null && m.Tensor.Statistics.Count > 1)
            // What acts on the gradient before what it is made from.
            .OrderBy(m => m.Kind is MatrixKind.LearningRate or MatrixKind.Projection ? 0 : 1)
            .ToArray();
        var drawn = matrices.Where(m => m.Tensor.HasValues).Take(MaxMaps).ToArray();
        if (drawn.Length > 0)
        {
            var names = string.Join(", ", drawn.Select(d => d.Name));
            writer.Figure(new Figure("", $"Matrices of the optimizer as heat maps: {names}.", drawn.Select(m => Map(m.Name, m.Tensor, m.Kind!.Value))));
        }
        if (matrices.Length > drawn.Length)
            writer.Paragraph($"{ViewText.Count(drawn.Length)} of {ViewText.Count(matrices.Length)} matrices are drawn; a ParameterView draws those of one parameter.");

    }

    private static Panel Map(string name, TensorSnapshot matrix, MatrixKind kind)
    {
        var (rows, columns) = ((int)matrix.Shape[0], (int)matrix.Shape[1]);
        // A learning-rate matrix is I and a little more; without I the little is seen.
        var isDrift = kind == MatrixKind.LearningRate;
        var map = isDrift
            ? new HeatMapSeries(MatrixFacts.MinusIdentity(matrix.Values, rows), rows, columns, ColorScale.AroundZero)
            : new HeatMapSeries(matrix.Values, rows, columns, MatrixFacts.Scale(kind, matrix.Statistics));
        return new Panel(new Axis("column"), new Axis("row"), [rows > MapCells || columns > MapCells ? map.Reduced(MapCells) : map], isDrift ? $"{name}, minus I" : name);
    }

    private static void WriteStates(ViewWriter writer, ParameterSnapshot[] parameters)
    {
        var (rows, shown) = (0, 0);
        foreach (var parameter in parameters.Where(p => p.State.Count > 0))
        {
            if (rows + parameter.State.Count > MaxStateRows && shown > 0)
                break;
            writer.Details($"state of {parameter.Name}", details => StateTable.Write(details, parameter.State.Select(s => (s.Key, s.Value))));
            rows += parameter.State.Count;
            shown++;
        }
        var left = parameters.Count(p => p.State.Count > 0) - shown;
        if (left > 0)
            writer.Paragraph($"The state of {ViewText.Count(left, "parameter")} more is left out here; a ParameterView shows that of one.");
    }
}
