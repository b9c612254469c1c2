namespace OptimNotebookExt.Figures.Rendering;

/// <summary>The plane between two axes: where values lie on the canvas.</summary>
internal sealed record PlotArea(Box Box, AxisRange X, AxisRange Y)
{
    internal Point At(double x, double y) => new(AtX(x), AtY(y));

    internal double AtX(double x) => Box.Left + X.Share(x) * Box.Width;

    internal double AtY(double y) => Box.Bottom - Y.Share(y) * Box.Height;

    /// <summary>The range of one axis widened so that a unit is equally long on both.</summary>
    internal PlotArea WithEqualUnits()
    {
        var (across, up) = ((X.High - X.Low) / Box.Width, (Y.High - Y.Low) / Box.Height);
        return across > up
            ? this with { Y = Widened(Y, across * Box.Height) }
            : this with { X = Widened(X, up * Box.Width) };
    }

    private static AxisRange Widened(AxisRange range, double length)
    {
        var middle = range.Low / 2 + range.High / 2;
        return range with { Low = middle - length / 2, High = middle + length / 2 };
    }
}
