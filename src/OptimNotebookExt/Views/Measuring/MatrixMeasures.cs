using OptimNotebookExt.Recording;

namespace OptimNotebookExt.Views.Measuring;

/// <summary>What is known of a matrix without a decomposition; the square measures are NaN where it is not square.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Columns">Columns.</param>
/// <param name="Statistics">Statistics of the elements.</param>
/// <param name="MeanDiagonal">Trace over n.</param>
/// <param name="DistanceFromIdentity">‖A - I‖, Frobenius.</param>
/// <param name="SymmetryError">Largest |A - Aᵀ| over the largest |A|.</param>
internal sealed record MatrixMeasures(long Rows, long Columns, TensorStatistics Statistics, double MeanDiagonal, double DistanceFromIdentity, double SymmetryError)
{
    internal bool IsSquare => Rows == Columns;

    internal bool IsFinite => Statistics is { NonFinite: 0, Count: > 0 };

    internal double Frobenius => Statistics.Rms * Math.Sqrt(Statistics.Count - Statistics.NonFinite);

    /// <summary>(Σλ)²/Σλ² of a symmetric matrix: n for the identity, 1 for rank one.</summary>
    internal double EffectiveRank => Frobenius == 0 ? 0 : Math.Pow(MeanDiagonal * Rows / Frobenius, 2);

    internal static MatrixMeasures Of(ReadOnlySpan<double> values, int rows, int columns)
    {
        var statistics = TensorStatistics.Of(values);
        if (rows != columns || rows == 0)
            return new MatrixMeasures(rows, columns, statistics, double.NaN, double.NaN, double.NaN);
        var (trace, distance, asymmetry) = (0.0, 0.0, 0.0);
        for (var i = 0; i < rows; i++)
        {
            trace += values[i * columns + i];
            for (var j = 0; j < columns; j++)
            {
                var drift = values[i * columns + j] - (i == j ? 1 : 0);
                distance += drift * drift;
                asymmetry = Math.Max(asymmetry, Math.Abs(values[i * columns + j] - values[j * columns + i]));
            }
        }
        return new MatrixMeasures(rows, columns, statistics, trace / rows, Math.Sqrt(distance), Relative(asymmetry, statistics));
    }

    internal static double Relative(double asymmetry, TensorStatistics statistics)
    {
        var largest = Math.Max(Math.Abs(statistics.Min), Math.Abs(statistics.Max));
        return asymmetry == 0 ? 0 : asymmetry / largest;
    }
}
