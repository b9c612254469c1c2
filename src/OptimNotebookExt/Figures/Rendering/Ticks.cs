namespace OptimNotebookExt.Figures.Rendering;

/// <summary>Where an axis carries numbers: 3 to 9 round values.</summary>
internal static class Ticks
{
    /// <summary>No more stretches between ticks than this; steps of 1, 2, 5 differ by at most 2.5, so at least 3 ticks remain.</summary>
    private const int MaxStretches = 8;

    internal static double[] Of(AxisRange range) => range.Scale == AxisScale.Log ? Log(range) : Linear(range.Low, range.High);

    /// <summary>Ticks for cells 0 … count - 1: whole numbers.</summary>
    internal static double[] Cells(int count)
    {
        if (count <= 1)
            return count == 1 ? [0] : [];
        var step = Math.Max(1, NiceStep((count - 1) / 6.0));
        return [.. Enumerable.Range(0, (int)((count - 1) / step) + 1).Select(i => i * step)];
    }

    private static double[] Linear(double low, double high)
    {
        var step = NiceStep((high - low) / MaxStretches);
        var first = Math.Ceiling(low / step);
        var ticks = new List<double>();
        for (var i = 0; i <= MaxStretches + 1; i++)
        {
            // Multiples of the step, not sums of it: 0.1 three times is no 0.3.
            var tick = Multiple(first + i, step);
            if (tick >= low && tick <= high)
                ticks.Add(tick);
        }
        return [.. ticks];
    }

    private static double[] Log(AxisRange range)
    {
        var decades = Math.Log10(range.High) - Math.Log10(range.Low);
        if (decades < 1)
            return Linear(range.Low, range.High);
        var stride = decades < 3 ? 1 : (int)Math.Max(1, NiceStep(decades / MaxStretches));
        double[] mantissas = decades < 3 ? [1, 2, 5] : [1];
        var first = (int)Math.Floor(Math.Log10(range.Low) / stride) * stride;
        var ticks = new List<double>();
        for (var exponent = first; exponent <= Math.Log10(range.High) + 1; exponent += stride)
            ticks.AddRange(mantissas.Select(m => Scaled(m, exponent)).Where(range.Contains));
        return [.. ticks];
    }

    /// <summary>The least of 1, 2, 5 times a power of ten that is not below the value.</summary>
    private static double NiceStep(double atLeast)
    {
        var exponent = (int)Math.Floor(Math.Log10(atLeast));
        foreach (var mantissa in (ReadOnlySpan<double>)[1, 2, 5])
        {
            if (Scaled(mantissa, exponent) >= atLeast)
                return Scaled(mantissa, exponent);
        }
        return Scaled(1, exponent + 1);
    }

    private static double Multiple(double count, double step) => step < 1 && step > 1e-15 ? count / Math.Round(1 / step) : count * step;

    /// <summary>m·10^e, rounded once for every usual exponent.</summary>
    private static double Scaled(double mantissa, int exponent) => exponent switch
    {
        >= 0 and <= 22 => mantissa * Math.Pow(10, exponent),
        < 0 and >= -22 => mantissa / Math.Pow(10, -exponent),
        _ => mantissa * Math.Pow(10, exponent),
    };
}
