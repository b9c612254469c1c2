using System.Globalization;

namespace OptimNotebookExt.Diagnostics;

/// <summary>A <see cref="DiagnosticsReport"/> as aligned plain text.</summary>
internal static class DiagnosticsText
{
    private static readonly string[] WholeHeader =
        ["tensor", "dtype", "shape", "records", "count", "non-finite", "mean", "abs", "rms", "positive", "min", "max"];

    internal static void Write(DiagnosticsReport report, TextWriter writer)
    {
        writer.WriteLine($"Tensor diagnostics of {report.Module} (forward passes: {Integer(report.Passes)}, readings of the parameters: {Integer(report.ParameterReadings)})");
        writer.WriteLine();
        WriteTable(writer, WholeHeader, report.Tensors.Select(WholeRow), textColumns: 3);

        var rows = report.Tensors.SelectMany(t => t.Dimensions.SelectMany(d => d.Distributions.Select(s => AxisRow(t, d, s)))).ToArray();
        if (rows.Length > 0)
        {
            writer.WriteLine();
            WriteTable(writer, ["tensor", "dim", "size", "statistic", "mean", "rms", .. report.PercentileLevels.Select(p => Number(p) + "%")], rows, textColumns: 4);
        }

        var notes = report.Notes.Concat(report.Tensors.SelectMany(Notes)).ToArray();
        if (notes.Length > 0)
            writer.WriteLine();
        foreach (var note in notes)
            writer.WriteLine(note);
        writer.WriteLine();
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"hooks: {report.HookSeconds:F3} s of {report.WallSeconds:F3} s wall time ({100 * report.HookShare:F1} %)"));
    }

    private static string[] WholeRow(TensorDiagnostic t)
    {
        var v = t.Values;
        return
        [
            t.Name,
            t.DataType,
            t.Records == 0 ? string.Empty : $"[{string.Join(", ", t.Shape.Select(n => n < 0 ? "*" : Integer(n)))}]",
            Integer(t.Records),
            Integer(v.Count),
            Integer(v.NonFinite),
            .. new[] { v.Mean, v.AbsMean, v.Rms, v.PositiveFraction, v.Minimum, v.Maximum }.Select(Number),
        ];
    }

    private static string[] AxisRow(TensorDiagnostic t, DimensionStatistics d, StatisticDistribution s) =>
    [
        t.Name,
        Integer(d.Dimension),
        d.Sizes.Count == 1 ? Integer(d.Sizes[0]) : $"{Integer(d.Sizes[0])}..{Integer(d.Sizes[^1])}",
        Label(s.Statistic),
        Number(s.Mean),
        Number(s.Rms),
        .. s.Percentiles.Select(Number),
    ];

    private static IEnumerable<string> Notes(TensorDiagnostic t) => t.Notes
        // That a bias has no covariance goes without saying.
        .Concat(t.Dimensions.Where(d => d.EigenvaluesNote is not null && t.Shape.Count > 1).Select(d => $"dim {Integer(d.Dimension)}: no eigenvalues, {d.EigenvaluesNote}"))
        .Select(note => $"{t.Name}: {note}");

    private static string Label(IndexStatistic statistic) => statistic switch
    {
        IndexStatistic.Mean => "mean",
        IndexStatistic.AbsMean => "abs",
        IndexStatistic.Rms => "rms",
        IndexStatistic.PositiveFraction => "positive",
        IndexStatistic.Minimum => "min",
        IndexStatistic.Maximum => "max",
        _ => "eigenvalue",
    };

    private static void WriteTable(TextWriter writer, string[] header, IEnumerable<string[]> rows, int textColumns)
    {
        string[][] lines = [header, .. rows];
        var widths = Enumerable.Range(0, header.Length).Select(c => lines.Max(line => line[c].Length)).ToArray();
        foreach (var line in lines)
        {
            var cells = line.Select((cell, c) => c < textColumns ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]));
            writer.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }

    private static string Integer(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) => double.IsNaN(value) ? "-" : value.ToString("G4", CultureInfo.InvariantCulture);
}
