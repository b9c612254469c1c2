using OptimNotebookExt.Figures;
using OptimNotebookExt.Recording;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Views.Measuring;

/// <summary>Everything a matrix view shows, as plain values.</summary>
/// <param name="Measures">What is known without a decomposition.</param>
/// <param name="Map">The matrix.</param>
/// <param name="Drift">A - I, of learning-rate matrices.</param>
/// <param name="Spectrum">Null where the matrix is not finite or empty.</param>
/// <param name="Definiteness">The verdict, of symmetric kinds.</param>
internal sealed record MatrixFacts(MatrixMeasures Measures, HeatMapSeries Map, HeatMapSeries? Drift, MatrixSpectrum? Spectrum, string? Definiteness)
{
    internal static MatrixFacts Of(TensorSnapshot snapshot, MatrixKind kind, bool full)
    {
        var (rows, columns) = ((int)snapshot.Shape[0], (int)snapshot.Shape[1]);
        var values = snapshot.Values;
        var measures = MatrixMeasures.Of(values, rows, columns);
        var symmetric = kind != MatrixKind.General && measures.IsSquare;
        var map = new HeatMapSeries(values, rows, columns, Scale(kind, measures.Statistics));
        HeatMapSeries? drift = null;
        if (kind == MatrixKind.LearningRate && measures.IsSquare)
        {
            var moved = values.ToArray();
            for (var i = 0; i < rows; i++)
                moved[i * columns + i] -= 1;
            drift = new HeatMapSeries(moved, rows, columns, ColorScale.AroundZero);
        }
        if (!measures.IsFinite)
            return new MatrixFacts(measures, map, drift, null, null);
        using var scope = torch.NewDisposeScope();
        var matrix = tensor(values.ToArray()).reshape(rows, columns);
        return new MatrixFacts(measures, map, drift, null, null).Decomposed(matrix, symmetric, Epsilon(snapshot.Dtype), full);
    }

    /// <param name="matrix">A matrix of a real dtype with elements.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="full">The whole spectrum whatever the size.</param>
    internal static MatrixFacts Of(Tensor matrix, MatrixKind kind, bool full)
    {
        using var scope = torch.NewDisposeScope();
        var square = matrix.shape[0] == matrix.shape[1];
        var scan = MatrixScan.Of(matrix, kind == MatrixKind.LearningRate && square);
        var (statistics, nonFinite) = (scan.Measures.Statistics, scan.NonFinite);
        var drift = scan.Drift is { } d
            ? d.ToSeries(statistics with { Min = d.Min, Max = d.Max }, nonFinite, ColorScale.AroundZero, "")
            : null;
        var facts = new MatrixFacts(scan.Measures, scan.Blocks.ToSeries(statistics, nonFinite, Scale(kind, statistics), ""), drift, null, null);
        return scan.Measures.IsFinite
            ? facts.Decomposed(matrix, kind != MatrixKind.General && square, Epsilon(matrix.dtype.ToString()), full)
            : facts;
    }

    internal static ColorScale Scale(MatrixKind kind, TensorStatistics statistics) => kind switch
    {
        MatrixKind.LearningRate => ColorScale.AroundOne,
        MatrixKind.Projection => ColorScale.AroundZero,
        _ => statistics.Min < 0 ? ColorScale.AroundZero : ColorScale.Magnitude,
    };

    /// <summary>The distance from 1 to the next number of a dtype; that of float32 for those that have none.</summary>
    internal static double Epsilon(string dtype) => dtype switch
    {
        nameof(ScalarType.Float64) => Math.Pow(2, -52),
        nameof(ScalarType.Float16) => Math.Pow(2, -10),
        nameof(ScalarType.BFloat16) => Math.Pow(2, -7),
        _ => Math.Pow(2, -23),
    };

    private MatrixFacts Decomposed(Tensor matrix, bool symmetric, double epsilon, bool full)
    {
        var spectrum = MatrixSpectrum.Of(matrix, symmetric, Measures.SymmetryError <= 10 * epsilon, full);
        return this with { Spectrum = spectrum, Definiteness = symmetric ? Measuring.Definiteness.Of(matrix, spectrum, epsilon) : null };
    }
}
