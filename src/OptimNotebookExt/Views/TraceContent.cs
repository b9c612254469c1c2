using System.Globalization;
using OptimNotebookExt.Figures;
using OptimNotebookExt.Tracing;

namespace OptimNotebookExt.Views;

/// <summary>What the views of traces share. One instance serves one view: it counts the figures that the view may still draw.</summary>
internal sealed class TraceContent
{
    /// <summary>Figures of a view; with about 8 KB each a view stays below 150 KB.</summary>
    private const int MaxFigures = 16;

    /// <summary>Rows and columns of a heat map: in a list of many the pattern counts, not the single value.</summary>
    private const int Cells = 32;

    private int figures;

    /// <summary>The table of a parameter's step, its agreement with the real step, and its matrices to open.</summary>
    internal void Write(ViewWriter writer, ParameterTrace trace)
    {
        var odd = trace.Lines.Any(l => l.Value.Statistics.NonFinite > 0);
        writer.Table(
            ["line", "value", "shape", "min", "max", "mean", "rms", .. odd ? ["not finite"] : Array.Empty<string>()],
            trace.Lines.Select(l => Row(l, odd)));
        writer.Paragraph(Agreement(trace));
        // A terminal opens nothing, and the table has the statistics of every value.
        if (writer is not TextTableWriter)
            WriteFigures(writer, trace);
    }

    /// <summary>How far the replay through the reference path is from the step that was really made.</summary>
    internal static string Agreement(ParameterTrace trace) => trace.MaxDifference switch
    {
        0 => "The replay gives the values of the real step: the largest difference is 0.",
        var d when double.IsFinite(d) => string.Create(
            CultureInfo.InvariantCulture,
            $"Largest difference between the replay and the real step: {ViewText.Number(d)} of the tensor's largest element, at {trace.DifferenceAt}."),
        _ => $"The replay and the real step cannot be compared at {trace.DifferenceAt}: a value is not finite or missing there.",
    };

    private static string[] Row(TraceLine line, bool odd)
    {
        var s = line.Value.Statistics;
        string[] numbers = s.Count switch
        {
            0 => ["–", "–", "–", "–"],
            1 => ["", "", ViewText.Number(s.Mean), ""],
            _ => [ViewText.Number(s.Min), ViewText.Number(s.Max), ViewText.Number(s.Mean), ViewText.Number(s.Rms)],
        };
        return [line.Line, line.Name, ViewText.Shape(line.Value.Shape), .. numbers, .. odd ? [ViewText.Count(s.NonFinite)] : Array.Empty<string>()];
    }

    private void WriteFigures(ViewWriter writer, ParameterTrace trace)
    {
        var kept = trace.Lines.Where(l => l.Value.HasValues && l.Value.Statistics.Count > 1).ToArray();
        var shown = kept.Take(MaxFigures - figures).ToArray();
        figures += shown.Length;
        foreach (var line in shown)

            writer.Details($"{line.Name} {ViewText.Shape(line.Value.Shape)}", w => w.Figure(Figure(trace, line)));
        var left = trace.Lines.Count(l => l.Value.Statistics.Count > 1 && !l.Value.HasValues);
        if (left > 0)
            writer.Paragraph($"Without a figure, as only statistics were kept: {ViewText.Count(left, "value")}; record with a higher elementLimit.");
        if (shown.Length < kept.Length)
            writer.Paragraph($"A view draws at most {MaxFigures} values; trace.Steps[…][\"{trace.Name}\"][\"{kept[shown.Length].Name}\"] has the next one.");
    }

    private static Figure Figure(ParameterTrace trace, TraceLine line)
    {
        var shape = line.Value.Shape;
        var alt = $"The values of {line.Name} in this step of {trace.Name}, shape {ViewText.Shape(shape)}.";
        if (shape.Count == 1)
            return Figures.Figure.Line(line.Name, alt, line.Value.Values.ToArray(), new Axis("index"), new Axis());
        var rows = (int)shape[0];
        var map = new HeatMapSeries(line.Value.Values, rows, line.Value.Values.Length / Math.Max(1, rows), Scale(line), line.Name);
        return Figures.Figure.HeatMap(line.Name, alt, map.Reduced(Cells), line.Line);
    }

    private static ColorScale Scale(TraceLine line) => line switch
    {
        _ when line.Name.StartsWith("lr_", StringComparison.Ordinal) => ColorScale.AroundOne,
        _ when line.Value.Statistics is { Min: < 0, Max: > 0 } => ColorScale.AroundZero,
        _ => ColorScale.Magnitude,
    };
}
