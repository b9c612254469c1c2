using OptimNotebookExt.Figures;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Views.Measuring;

namespace OptimNotebookExt.Views;

/// <summary>One parameter with everything its optimizer keeps for it: a table, the pictures, and every matrix on its own.</summary>
/// <param name="parameter">The parameter's snapshot.</param>
public sealed class ParameterView(ParameterSnapshot parameter) : View
{
    private const int MaxPanels = 6;
    private const int MaxMatrices = 8;
    private const int PanelCells = 64;

    private readonly ParameterSnapshot parameter = parameter ?? throw new ArgumentNullException(nameof(parameter));

    /// <inheritdoc/>
    public override string Summary => $"{parameter.Name}: {ViewText.Shape(parameter.Value.Shape)} with {ViewText.Count(parameter.State.Count, "state tensor")}";

    private protected override void Write(ViewWriter writer)
    {
        writer.Heading(parameter.Name);
        writer.Facts(parameter.Counts.Select(c => (c.Key, ViewText.Count(c.Value)))
            .Prepend(("parameter", $"{ViewText.Shape(parameter.Value.Shape)}, {parameter.Value.Dtype} on {parameter.Value.Device}")));
        FailureTable.Write(writer, [parameter], 1);
        if (parameter.State.Count == 0 && parameter.Counts.Count == 0)
            writer.Paragraph("There is no state yet: the parameter has taken no step.");
        StateTable.Write(writer, StateTable.Tensors(parameter));
        WriteElements(writer);
        WriteMatrices(writer);
    }

    /// <summary>The tensors that are as large as the parameter, side by side.</summary>
    private void WriteElements(ViewWriter writer)
    {
        var tensors = StateTable.Tensors(parameter).Where(t => t.Tensor.Shape.SequenceEqual(parameter.Value.Shape)).ToArray();
        var panels = tensors.Select(t => TensorPicture.Of(t.Tensor, t.Name, PanelCells)).OfType<Panel>().ToArray();
        if (panels.Length > 0)
        {
            writer.Figure(new Figure(
                "",
                $"The elements of {parameter.Name} and of {ViewText.Count(panels.Length - 1, "state tensor")} of its shape.",
                panels.Take(MaxPanels)));
        }
        var slices = TensorPicture.Slices(parameter.Value.Shape);
        if (panels.Length > 0 && slices > 1)
            writer.Paragraph($"The pictures show the first of {ViewText.Count(slices)} slices {ViewText.Shape(parameter.Value.Shape.TakeLast(2))}.");
        if (panels.Length > MaxPanels)
            writer.Paragraph($"{ViewText.Count(panels.Length - MaxPanels, "picture")} more left out: {string.Join(", ", panels.Skip(MaxPanels).Select(p => p.Title))}.");
        if (panels.Length < tensors.Length && parameter.Value.Statistics.Count > 1)
            writer.Paragraph("Elements that were not kept have no picture: take the snapshot with a higher element limit.");
    }

    private void WriteMatrices(ViewWriter writer)
    {
        var matrices = parameter.State.Select(s => (s.Key, s.Value, Kind: StateTable.KindOf(s.Key, s.Value))).Where(m => m.Kind is not null)
            // What a matrix was made from comes after it.
            .OrderBy(m => m.Kind is MatrixKind.Base or MatrixKind.Factor).ToArray();
        foreach (var (name, matrix, kind) in matrices.Take(MaxMatrices))
        {
            var view = new MatrixView(matrix, kind!.Value, name);
            writer.Details(view.Summary, view.WriteTo);
        }
        if (matrices.Length > MaxMatrices)
            writer.Paragraph($"{ViewText.Count(matrices.Length - MaxMatrices)} more matrices are in the table only: {string.Join(", ", matrices.Skip(MaxMatrices).Select(m => m.Key))}.");
    }
}
