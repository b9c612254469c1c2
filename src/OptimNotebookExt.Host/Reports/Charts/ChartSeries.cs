namespace OptimNotebookExt.Host.Reports.Charts;

/// <summary>One line of a <see cref="LogChart"/>.</summary>
/// <param name="Label">Written at the end of the line; null for none.</param>
/// <param name="Points">Point k is drawn at x = k; points that are not finite and positive leave a gap.</param>
/// <param name="Style">Colour and marker.</param>
/// <param name="Dashed">Broad and dashed, drawn under the solid lines, so that a solid line on top of it leaves it visible.</param>
internal sealed record ChartSeries(string? Label, IReadOnlyList<double> Points, SeriesStyle Style, bool Dashed = false)
{
    /// <summary>Lower and upper edge of a band around the line; null for none.</summary>
    internal (IReadOnlyList<double> Low, IReadOnlyList<double> High)? Band { get; init; }

    /// <summary>Whether markers are drawn along the line.</summary>
    internal bool Markers { get; init; } = true;

    internal static bool IsDrawable(double value) => double.IsFinite(value) && value > 0;
}
