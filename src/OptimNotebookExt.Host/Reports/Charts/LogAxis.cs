using System.Globalization;

namespace OptimNotebookExt.Host.Reports.Charts;

/// <summary>A logarithmic axis over whole decades.</summary>
internal sealed record LogAxis(int FromDecade, int ToDecade)
{
    /// <summary>The decades around the drawable values; one decade where there are none.</summary>
    internal static LogAxis Around(IEnumerable<double> values)
    {
        var logs = values.Where(ChartSeries.IsDrawable).Select(Math.Log10).ToArray();
        if (logs.Length == 0)
            return new(0, 1);
        var from = (int)Math.Floor(logs.Min());
        return new(from, Math.Max(from + 1, (int)Math.Ceiling(logs.Max())));
    }

    /// <summary>Where a value lies: 0 at the lower end, 1 at the upper.</summary>
    internal double Position(double value) => (Math.Log10(value) - FromDecade) / (ToDecade - FromDecade);

    /// <summary>At most about ten values with their labels.</summary>
    internal IEnumerable<(double Value, string Label)> Ticks()
    {
        var decades = ToDecade - FromDecade;
        var step = (decades + 9) / 10;
        for (var decade = FromDecade; decade <= ToDecade; decade += step)
            yield return Tick(1, decade);
        if (decades > 2)
            yield break;
        // So few decades alone would leave the values between them to guessing.
        for (var decade = FromDecade; decade < ToDecade; decade++)
        {
            yield return Tick(2, decade);
            yield return Tick(5, decade);
        }
    }

    private static (double Value, string Label) Tick(int digit, int decade)
    {
        var value = digit * Math.Pow(10, decade);
        return (value, decade is >= -4 and <= 6
            ? value.ToString(decade < 0 ? "F" + (-decade).ToString(CultureInfo.InvariantCulture) : "#,0", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{digit}e{decade}"));
    }
}
