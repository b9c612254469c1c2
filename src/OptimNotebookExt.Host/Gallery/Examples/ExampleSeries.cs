using OptimNotebookExt.Figures;
using OptimNotebookExt.Projections;
using OptimNotebookExt.Recording;
using static TorchSharp.torch;

namespace OptimNotebookExt.Host.Gallery.Examples;

/// <summary>Data of the gallery's figures.</summary>
internal static class ExampleSeries
{
    internal static IEnumerable<double> Steps(int count) => Enumerable.Range(0, count).Select(i => (double)i);

    /// <summary>The geometric mean of curves with the range around it.</summary>
    internal static Series[] WithBand(double[][] curves, string name)
    {
        var steps = Steps(curves[0].Length).ToArray();
        return
        [
            new BandSeries(steps, Over(c => c.Min()), Over(c => c.Max()), name, "least to greatest"),
            new LineSeries(steps, Over(c => Math.Exp(c.Average(Math.Log))), name),
        ];

        IEnumerable<double> Over(Func<double[], double> figure) => steps.Select((_, i) => figure([.. curves.Select(c => c[i])]));
    }

    /// <summary>Waves, and three single values far outside.</summary>
    internal static double[,] LargeMatrix(int n)
    {
        var matrix = new double[n, n];
        for (var r = 0; r < n; r++)
        {
            for (var c = 0; c < n; c++)
                matrix[r, c] = Math.Sin(9.0 * r / n) * Math.Cos(7.0 * c / n);
        }
        (matrix[n / 4, n / 3], matrix[n / 2, n / 5], matrix[4 * n / 5, 3 * n / 4]) = (4, 4, -4);
        return matrix;
    }

    /// <summary>The first, the middle and the last spectrum of a matrix.</summary>
    internal static IEnumerable<(string Name, IEnumerable<double> Values)> Moments(HistorySnapshot history, string matrix)
    {
        var samples = history.Spectra(matrix);
        return new[] { samples[0], samples[samples.Length / 2], samples[^1] }.Select(s => ($"step {s.Step}", s.Values.AsEnumerable()));
    }

    internal static double[] Eigenvalues(double[,] symmetric)
    {
        using var scope = NewDisposeScope();
        return linalg.eigvalsh(tensor(symmetric)).Doubles();
    }

    /// <summary>Two covariances and the P that solves P·G·P = C.</summary>
    internal static (double[,] G, double[,] C, double[,] P) Pgp()
    {
        double[,] g = { { 2.0, 1.1 }, { 1.1, 1.0 } }, c = { { 0.6, -0.3 }, { -0.3, 1.4 } };
        using var scope = NewDisposeScope();
        using var projection = ProjectionEstimator.Estimate(tensor(g), tensor(c));
        return (g, Matrix(projection.SmoothedC), Matrix(projection.P));

        static double[,] Matrix(Tensor t)
        {
            var values = t.Doubles();
            return new[,] { { values[0], values[1] }, { values[2], values[3] } };
        }
    }
}
