using OptimNotebookExt.Figures.Rendering;

namespace OptimNotebookExt.Figures;

public sealed partial class Figure
{
    /// <summary>The ellipses uᵀA⁻¹u = 1 of 2 × 2 covariance matrices A, and where a matrix carries the points of the first.</summary>
    /// <param name="title">The title.</param>
    /// <param name="alt">A sentence of at least five words that says what is shown.</param>
    /// <param name="covariances">Names and symmetric 2 × 2 matrices, as G, C and PGP.</param>
    /// <param name="map">A 2 × 2 matrix P: arrows go from points u of the first ellipse to P·u; null for no arrows.</param>
    /// <param name="mapName">The name of the arrows.</param>
    /// <exception cref="ArgumentException">A matrix is not 2 × 2.</exception>
    public static Figure Ellipses(string title, string alt, IEnumerable<(string Name, double[,] Matrix)> covariances, double[,]? map = null, string mapName = "P")
    {
        ArgumentNullException.ThrowIfNull(covariances);
        return new Figure(title, alt, [new Panel(new Axis(), new Axis(), EllipseSeries.Of([.. covariances], map, mapName), equalAspect: true)]);
    }
}
