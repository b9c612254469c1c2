using OptimNotebookExt.Figures;

namespace OptimNotebookExt.Views;

/// <summary>A figure as the view of itself.</summary>
/// <param name="figure">The figure.</param>
public sealed class FigureView(Figure figure) : View
{
    internal Figure Figure { get; } = figure ?? throw new ArgumentNullException(nameof(figure));

    /// <inheritdoc/>
    public override string Summary => Figure.Title.Length > 0 ? $"{Figure.Title}: {Figure.Alt}" : Figure.Alt;

    private protected override void Write(ViewWriter writer) => writer.Figure(Figure);
}
