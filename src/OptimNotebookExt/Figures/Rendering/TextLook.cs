namespace OptimNotebookExt.Figures.Rendering;

/// <summary>How a text is set.</summary>
/// <param name="Size">In units of the SVG.</param>
/// <param name="Anchor">What the place given is the start, middle or end of.</param>
/// <param name="Color">"#rrggbb".</param>
/// <param name="Bold">Semibold.</param>
internal readonly record struct TextLook(double Size, Anchor Anchor = Anchor.Start, string Color = Theme.Ink, bool Bold = false);
