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
/// <param name="RowCosine">The largest |cosine| between two rows, of projections up to n = 512.</param>
internal sealed record MatrixFacts(MatrixMeasures Measures, HeatMapSeries Map, HeatMapSeries? Drift, MatrixSpectrum? Spectrum = null, string? Definiteness = null, double? RowCosine = null)
{
    internal static bool IsSymmetric(MatrixKind kind) => kind is MatrixKind.LearningRate or MatrixKind.GradientCovariance or MatrixKind.ParameterCovariance or MatrixKind.Base;

    internal static MatrixFacts Of(TensorSnapshot snapshot, MatrixKind kind, bool full)
    {
        var (rows, columns) = ((int)snapshot.Shape[0], (int)snapshot.Shape[1]);
        var values = snapshot.Values;
        var measures = MatrixMeasures.Of(values, rows, columns);
        var map = new HeatMapSeries(values, rows, columns, Scale(kind, measures.Statistics));
        HeatMapSeries? drift = null;
        if (kind == MatrixKind.LearningRate && measures.IsSquare)
        {
            drift = new HeatMapSeries(MinusIdentity(values, rows), rows, columns, ColorScale.AroundZero);
        }
        if (!measures.IsFinite)
            return new MatrixFacts(measures, map, drift);
        using var scope = torch.NewDisposeScope();
        var matrix = tensor(values.ToArray()).reshape(rows, columns);
        return new MatrixFacts(measures, map, drift).Decomposed(matrix, kind, Epsilon(snapshot.Dtype), full);
    }

    /// <param name="matrix">A matrix of a real dtype with elements.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="full">The whole spectrum whatever the size.</param>
    internal static MatrixFacts Of(Tensor matrix, MatrixKind kind, bool full)
    {
        using var scope = torch.NewDisposeScope();
        var square = matrix.shape[0] == matrix.shape[1];
        var scan = MatrixScan.Of(matrix);
        var (statistics, nonFinite) = (scan.Measures.Statistics, scan.NonFinite);
        // Extremes of A - I come from its blocks; with NaN among them the map takes those of A, which are near.
        var drift = kind == MatrixKind.LearningRate && square
            ? scan.Drift.ToSeries(nonFinite.Total > 0 ? statistics : statistics with { Min = scan.Drift.Min, Max = scan.Drift.Max }, nonFinite, ColorScale.AroundZero)
            : null;
        var facts = new MatrixFacts(scan.Measures, scan.Blocks.ToSeries(statistics, nonFinite, Scale(kind, statistics)), drift);
        return scan.Measures.IsFinite
            ? facts.Decomposed(matrix, kind, Epsilon(matrix.dtype.ToString()), full)
            : facts;
    }

    /// <summary>A - I.</summary>
    internal static double[] MinusIdentity(ReadOnlySpan<double> values, int n)
    {
        var moved = values.ToArray();
        for (var i = 0; i < n; i++)
            moved[i * n + i] -= 1;
        return moved;
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

    private MatrixFacts Decomposed(Tensor matrix, MatrixKind kind, double epsilon, bool full)
    {
        var symmetric = IsSymmetric(kind) && Measures.IsSquare;
        var spectrum = MatrixSpectrum.Of(matrix, symmetric, Measures.SymmetryError <= 10 * epsilon, full);
        return this with
        {
            Spectrum = spectrum,
            Definiteness = symmetric ? Measuring.Definiteness.Of(matrix, spectrum, epsilon) : null,
            RowCosine = kind == MatrixKind.Projection && Measures.Rows is > 1 and <= MatrixSpectrum.FullUpTo ? LargestRowCosine(matrix) : null,
        };
    }

    private static double LargestRowCosine(Tensor matrix)
    {
        using var scope = torch.NewDisposeScope();
        var rows = matrix.cpu().to(ScalarType.Float64);
        // A row of zeros is orthogonal to every other.
        rows = rows / rows.norm(1, keepdim: true).clamp(min: Scalars.Of(1e-300));
        return (rows.matmul(rows.t()) - eye(rows.shape[0], dtype: ScalarType.Float64)).tril(-1).abs().max().ToDouble();
    }
}
