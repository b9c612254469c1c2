using System.Globalization;

namespace OptimNotebookExt.Figures;

/// <summary>An axis of a <see cref="Panel"/>.</summary>
public sealed record Axis
{
    /// <summary>Describes an axis.</summary>
    /// <param name="label">What is measured, with its unit; empty for none.</param>
    /// <param name="scale">Linear by default.</param>
    /// <param name="min">The lower limit; by default the data's.</param>
    /// <param name="max">The upper limit; by default the data's.</param>
    /// <exception cref="ArgumentException">A limit is not finite, the limits are not ascending, or a log axis has a limit ≤ 0.</exception>
    public Axis(string label = "", AxisScale scale = AxisScale.Linear, double? min = null, double? max = null)
    {
        ArgumentNullException.ThrowIfNull(label);
        CheckLimit(min, nameof(min), scale);
        CheckLimit(max, nameof(max), scale);
        if (min >= max)
            throw new ArgumentException(Text($"min = {min} is not below max = {max}: give the smaller limit as min."), nameof(min));
        (Label, Scale, Min, Max) = (label, scale, min, max);
    }

    /// <summary>What is measured.</summary>
    public string Label { get; }

    /// <summary>Linear or logarithmic.</summary>
    public AxisScale Scale { get; }

    /// <summary>The lower limit, or null for the data's.</summary>
    public double? Min { get; }

    /// <summary>The upper limit, or null for the data's.</summary>
    public double? Max { get; }

    /// <summary>A logarithmic axis.</summary>
    /// <param name="label">What is measured, with its unit.</param>
    public static Axis Log(string label = "") => new(label, AxisScale.Log);

    internal bool CanShow(double value) => double.IsFinite(value) && (Scale == AxisScale.Linear || value > 0);

    private static void CheckLimit(double? limit, string argument, AxisScale scale)
    {
        if (limit is not { } value)
            return;
        if (!double.IsFinite(value))
            throw new ArgumentException(Text($"{argument} = {value}: an axis limit must be finite; leave it null for the data's."), argument);
        if (scale == AxisScale.Log && value <= 0)
            throw new ArgumentException(Text($"{argument} = {value}: a log axis shows values above 0 only; give a positive limit or AxisScale.Linear."), argument);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
