using OptimNotebookExt.Diagnostics;
using OptimNotebookExt.Figures;

namespace OptimNotebookExt.Views;

/// <summary>The figures of diagnostics: sizes of all tensors, and for a few the distribution over channels and the eigenvalues.</summary>
internal static class DiagnosticsFigures
{
    private const int MaxCurves = 6;

    internal static void Write(ViewWriter writer, DiagnosticsReport report, IReadOnlyList<TensorDiagnostic> tensors)
    {
        var sized = tensors.Where(t => t.Values.Rms > 0).ToArray();
        if (sized.Length > 0)
        {
            writer.Figure(Figure.Bars(
                "Rms of every tensor", "The root mean square of every recorded output, parameter and gradient.",
                sized.Select(t => t.Name), sized.Select(t => t.Values.Rms), Axis.Log("rms")));
        }
        if (Percentiles(report, tensors) is { } percentiles)
            writer.Details("Distribution over channels", w => w.Figure(percentiles));
        if (Eigenvalues(tensors) is { } eigenvalues)
            writer.Details("Eigenvalues of the covariances", w => w.Figure(eigenvalues));
    }

    /// <summary>The percentiles of the rms over the indices of the last axis, the channels of most layers.</summary>
    private static Figure? Percentiles(DiagnosticsReport report, IReadOnlyList<TensorDiagnostic> tensors)
    {
        var curves = tensors.Where(t => t.Dimensions.Count > 0)
            .Select(t => (t.Name, Dimension: t.Dimensions[^1], Rms: t.Dimensions[^1].Distributions.FirstOrDefault(d => d.Statistic == IndexStatistic.Rms)))
            .Where(c => c.Rms is { Indices: > 1 }).Take(MaxCurves)
            .Select(c => new LineSeries(report.PercentileLevels, c.Rms!.Percentiles, $"{c.Name}, axis {c.Dimension.Dimension}")).ToArray();
        return curves.Length == 0
            ? null
            : Figure.Line(
                "Rms by channel", "Percentiles of the root mean square over the indices of the last axis of a few tensors.",
                curves, new Axis("percentile of the indices"), new Axis("rms", HistoryLines.Scale(curves)));
    }

    private static Figure? Eigenvalues(IReadOnlyList<TensorDiagnostic> tensors)
    {
        var spectra = tensors.SelectMany(t => t.Dimensions.Where(d => d.Eigenvalues is { Count: > 1 }).Select(d => (Name: $"{t.Name}, axis {d.Dimension}", Values: (IEnumerable<double>)d.Eigenvalues!)))
            .Take(MaxCurves).ToArray();
        return spectra.Length == 0
            ? null
            : Figure.Spectrum("Eigenvalues", "Eigenvalues of the uncentered covariances along an axis of a few tensors, greatest first.", spectra);
    }
}
