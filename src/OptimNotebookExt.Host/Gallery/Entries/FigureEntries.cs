using OptimNotebookExt.Figures;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Host.Gallery.Entries;

/// <summary>Every kind of figure.</summary>
internal static class FigureEntries
{
    internal static GallerySection Section { get; } = new(
        "Figures",
        "One description, drawn as a static image, as an interactive chart where plotly.js is to be had, or as text.",
        [
            .. CurveEntries.All,
            .. HeatMapEntries.All,
            .. BarEntries.All,
            .. MatrixEntries.All,
            new("A figure as a view", "view",
                "What a notebook cell shows for a Figure, here a single line over the steps.",
                data => new FigureView(Figure.Line("Learning rate", "The learning rate of a run over its samples.", data.History["lr"], new Axis("sample"), new Axis("lr", min: 0, max: 0.04)))),
        ]);
}
