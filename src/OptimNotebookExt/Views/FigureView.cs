using OptimNotebookExt.Figures;

namespace OptimNotebookExt.Views;

/// <summary>A figure as the view of itself.</summary>
/// <param name="figure">The figure.</param>
public sealed class FigureView(Figure figure) : View
{
    private readonly Figure figure = figure ?? throw new ArgumentNullException(nameof(figure));

    /// <inheritdoc/>
    public override string Summary => figure.Title.Length > 0 ? $"{figure.Title}: {figure.Alt}" : figure.Alt;

    private protected override void Write(ViewWriter writer) => writer.Figure(figure);
}
