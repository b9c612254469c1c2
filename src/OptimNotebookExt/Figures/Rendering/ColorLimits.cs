namespace OptimNotebookExt.Figures.Rendering;

/// <summary>The values of the first and the last colour of a heat map.</summary>
internal readonly record struct ColorLimits(double Low, double High)
{
    private const double Huge = 8e307;

    internal static ColorLimits Of(CellGrid grid)
    {
        var scale = grid.Scale;
        var (low, high) = (Clamp(grid.Min), Clamp(grid.Max));
        if (scale.Centre is { } centre)
        {
            var reach = Math.Max(
                scale.Min is null && scale.Max is null ? Math.Max(Math.Abs(low - centre), Math.Abs(high - centre)) : 0,
                Math.Max(scale.Min is { } min ? Math.Abs(min - centre) : 0, scale.Max is { } max ? Math.Abs(max - centre) : 0));
            reach = Widened(Math.Min(reach, Huge), centre);
            return new(Clamp(centre - reach), Clamp(centre + reach));
        }
        (low, high) = (scale.Min ?? low, scale.Max ?? high);
        // One value only: it gets the middle colour.
        if (high - low <= 1e-9 * Math.Max(Math.Abs(low), Math.Abs(high)))
        {
            var half = Widened(0, low);
            (low, high) = scale.Min is not null ? (low, low + 2 * half) : scale.Max is not null ? (high - 2 * half, high) : (low - half, high + half);
        }
        return new(low, high);
    }

    internal double Share(double value) => (Clamp(value) / 2 - Low / 2) / (High / 2 - Low / 2);

    private static double Widened(double reach, double at) =>
        reach > 1e-9 * Math.Abs(at) && reach > 1e-290 ? reach : Math.Abs(at) > 1e-290 ? 0.1 * Math.Abs(at) : 1;

    private static double Clamp(double value) => Math.Clamp(value, -Huge, Huge);
}
