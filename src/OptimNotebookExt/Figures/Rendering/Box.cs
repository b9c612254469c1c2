namespace OptimNotebookExt.Figures.Rendering;

/// <summary>A rectangle on the canvas.</summary>
internal readonly record struct Box(double Left, double Top, double Width, double Height)
{
    internal double Right => Left + Width;

    internal double Bottom => Top + Height;

    internal double MiddleX => Left + Width / 2;

    internal double MiddleY => Top + Height / 2;

    internal Point[] Corners => [new(Left, Top), new(Right, Top), new(Right, Bottom), new(Left, Bottom)];

    internal Box Inset(double left, double top, double right, double bottom) =>
        new(Left + left, Top + top, Math.Max(Width - left - right, 1), Math.Max(Height - top - bottom, 1));
}
