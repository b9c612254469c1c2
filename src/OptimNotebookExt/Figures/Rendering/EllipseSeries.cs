namespace OptimNotebookExt.Figures.Rendering;

/// <summary>Covariance matrices as closed lines, and a matrix as arrows.</summary>
internal static class EllipseSeries
{
    private const int Points = 72;
    private const int Arrows = 8;

    internal static List<Series> Of((string Name, double[,] Matrix)[] covariances, double[,]? map, string mapName)
    {
        foreach (var (_, matrix) in covariances)
            Check(matrix, nameof(covariances));
        var series = new List<Series>();
        foreach (var (name, matrix) in covariances)
        {
            var points = Enumerable.Range(0, Points + 1).Select(i => On(matrix, 2 * Math.PI * (i % Points) / Points)).ToArray();
            series.Add(new LineSeries(points.Select(p => p.X), points.Select(p => p.Y), name));
        }
        if (map is not null && covariances.Length > 0)
        {
            Check(map, nameof(map));
            var tails = Enumerable.Range(0, Arrows).Select(i => On(covariances[0].Matrix, 2 * Math.PI * i / Arrows)).ToArray();
            series.Add(new ArrowSeries(
                tails.Select(p => p.X),
                tails.Select(p => p.Y),
                tails.Select(p => map[0, 0] * p.X + map[0, 1] * p.Y),
                tails.Select(p => map[1, 0] * p.X + map[1, 1] * p.Y),
                mapName));
        }
        return series;
    }

    /// <summary>A^½ times the unit vector at the angle: with x of covariance A, the points at one standard deviation.</summary>
    private static (double X, double Y) On(double[,] matrix, double angle)
    {
        var (a, b, d) = (matrix[0, 0], 0.5 * (matrix[0, 1] + matrix[1, 0]), matrix[1, 1]);
        var (mean, half) = (0.5 * (a + d), Math.Sqrt(0.25 * (a - d) * (a - d) + b * b));
        // Rounding may leave an eigenvalue of a singular matrix just below 0.
        var (major, minor) = (Math.Sqrt(Math.Max(mean + half, 0)), Math.Sqrt(Math.Max(mean - half, 0)));
        var turn = 0.5 * Math.Atan2(2 * b, a - d);
        var (x, y) = (major * Math.Cos(angle), minor * Math.Sin(angle));
        return (Math.Cos(turn) * x - Math.Sin(turn) * y, Math.Sin(turn) * x + Math.Cos(turn) * y);
    }

    private static void Check(double[,] matrix, string argument)
    {
        ArgumentNullException.ThrowIfNull(matrix, argument);
        if (matrix.GetLength(0) != 2 || matrix.GetLength(1) != 2)
            throw new ArgumentException($"{argument} has a {matrix.GetLength(0)} × {matrix.GetLength(1)} matrix: ellipses are drawn of 2 × 2 matrices.", argument);
    }
}
