namespace OptimNotebookExt.Figures.Rendering;

/// <summary>How a path is filled.</summary>
/// <param name="Color">"#rrggbb".</param>
/// <param name="Opacity">0 to 1.</param>
internal readonly record struct Fill(string Color, double Opacity = 1);
