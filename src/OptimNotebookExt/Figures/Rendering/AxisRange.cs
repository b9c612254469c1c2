namespace OptimNotebookExt.Figures.Rendering;

/// <summary>The stretch of values an axis shows; never empty, always wide enough for ticks that differ.</summary>
internal sealed record AxisRange(double Low, double High, AxisScale Scale)
{
    /// <summary>Half the greatest double: differences of two limits stay finite.</summary>
    private const double Huge = 8e307;
    private const double LeastLog = 1e-280;
    private const double GreatestLog = 1e280;

    /// <summary>Decades of room that keep the ends between 1e-300 and 1e300.</summary>
    private const double MostLogRoom = 20;

    /// <summary>The range of the values that the axis can show, with room at the ends that have no limit; null without such values.</summary>
    internal static AxisRange? Of(Axis axis, IEnumerable<double> values, double room = 0.04)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            if (!axis.CanShow(value))
                continue;
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }
        if (low > high)
            return null;
        (low, high) = (axis.Min ?? low, axis.Max ?? high);
        return axis.Scale == AxisScale.Log ? Log(axis, low, high, room) : Linear(axis, low, high, room);
    }

    /// <summary>Where a value lies: 0 at the low end, 1 at the high end.</summary>
    internal double Share(double value) => Scale == AxisScale.Log
        ? (Math.Log10(value) - Math.Log10(Low)) / (Math.Log10(High) - Math.Log10(Low))
        : (value / 2 - Low / 2) / (High / 2 - Low / 2);

    internal bool Contains(double value) => value >= Low && value <= High;

    private static AxisRange Linear(Axis axis, double low, double high, double room)
    {
        (low, high) = (Math.Clamp(low, -Huge, Huge), Math.Clamp(high, -Huge, Huge));
        var size = Math.Max(Math.Abs(low), Math.Abs(high));
        // Narrower than rounding lets ticks differ (or data beyond a given limit): as if the value stood alone.
        if (high - low <= 1e-9 * size || size < 1e-290)
        {
            var half = size < 1e-290 ? 1 : 0.1 * size;
            return axis.Min is not null ? new(low, low + 2 * half, AxisScale.Linear)
                : axis.Max is not null ? new(high - 2 * half, high, AxisScale.Linear)
                : new(low - half, high + half, AxisScale.Linear);
        }
        var pad = room * (high - low);
        return new AxisRange(
            axis.Min is null ? Math.Max(low - pad, -Huge) : low,
            axis.Max is null ? Math.Min(high + pad, Huge) : high,
            AxisScale.Linear);
    }

    private static AxisRange Log(Axis axis, double low, double high, double room)
    {
        (low, high) = (Math.Clamp(low, LeastLog, GreatestLog), Math.Clamp(high, LeastLog, GreatestLog));
        if (high <= low * (1 + 1e-6))
        {
            return axis.Min is not null ? new(low, low * 10, AxisScale.Log)
                : axis.Max is not null ? new(high / 10, high, AxisScale.Log)
                : new(low / 3, high * 3, AxisScale.Log);
        }
        // Bars ask for much room: over hundreds of decades the padded ends would leave the doubles, and a low end of 0 has no logarithm.
        var pad = Math.Pow(10, Math.Min(room * (Math.Log10(high) - Math.Log10(low)), MostLogRoom));
        return new AxisRange(axis.Min is null ? low / pad : low, axis.Max is null ? high * pad : high, AxisScale.Log);
    }
}
