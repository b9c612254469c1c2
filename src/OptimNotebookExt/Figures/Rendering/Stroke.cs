namespace OptimNotebookExt.Figures.Rendering;

/// <summary>How a path is drawn along.</summary>
/// <param name="Color">"#rrggbb".</param>
/// <param name="Width">In units of the SVG.</param>
/// <param name="Dash">Lengths of dashes and gaps; empty for a solid line.</param>
/// <param name="Opacity">0 to 1.</param>
internal readonly record struct Stroke(string Color, double Width, double[] Dash, double Opacity = 1);
