namespace OptimNotebookExt.Figures.Rendering;

/// <summary>A place on the canvas, in units of the SVG, y downwards.</summary>
internal readonly record struct Point(double X, double Y);
