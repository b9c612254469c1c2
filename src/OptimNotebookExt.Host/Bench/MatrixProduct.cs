namespace OptimNotebookExt.Host.Bench;

/// <summary>A product of two matrices that a step makes for each of some parameters of one shape.</summary>
/// <param name="Tensors">How many parameters have that shape.</param>
/// <param name="Rows">Rows of the left factor.</param>
/// <param name="Inner">Its columns, the rows of the right one.</param>
/// <param name="Columns">Columns of the right factor.</param>
/// <param name="PerStep">How often a step makes it, on average.</param>
internal sealed record MatrixProduct(int Tensors, long Rows, long Inner, long Columns, double PerStep)
{
    internal double Flops => 2.0 * Tensors * Rows * Inner * Columns * PerStep;

    /// <summary>LearnedGradient: two products make the direction; once in a period the matrices are learned.</summary>
    internal static IEnumerable<MatrixProduct> OfLearnedGradient(BenchSet set, int period) =>
        from shape in Matrices(set)
        let meta = 1.0 / period
        from product in (MatrixProduct[])
        [
            // The direction; y and c; of the z one is on the way to y.
            new(shape.Count, shape.Rows, shape.Rows, shape.Columns, 1 + (2 * meta)),
            new(shape.Count, shape.Rows, shape.Columns, shape.Columns, 1 + (3 * meta)),
            // grad_cov and the meta-gradient.
            new(shape.Count, shape.Rows, shape.Columns, shape.Rows, 2 * meta),
            new(shape.Count, shape.Columns, shape.Rows, shape.Columns, 2 * meta),
            // M·lr, A·lr, (A·lr)·Aᵀ.
            new(shape.Count, shape.Rows, shape.Rows, shape.Rows, 3 * meta),
            new(shape.Count, shape.Columns, shape.Columns, shape.Columns, 3 * meta),
        ]
        select product;

    /// <summary>
    /// LearnedGradient's stable form: two products make the direction and two take the gradient into the covariances; once in
    /// a period the matrices are learned. Decompositions are no products.
    /// </summary>
    internal static IEnumerable<MatrixProduct> OfStable(BenchSet set, int period) =>
        from shape in Matrices(set)
        let meta = 1.0 / period
        from product in (MatrixProduct[])
        [
            // The direction; y and z.
            new(shape.Count, shape.Rows, shape.Rows, shape.Columns, 1 + meta),
            new(shape.Count, shape.Rows, shape.Columns, shape.Columns, 1 + (2 * meta)),
            // grad_cov and the derivatives.
            new(shape.Count, shape.Rows, shape.Columns, shape.Rows, 1 + meta),
            new(shape.Count, shape.Columns, shape.Rows, shape.Columns, 1 + meta),
            // BᵀMB; Y², Y³; K·exp(Y) and its square; P·K and its square.
            new(shape.Count, shape.Rows, shape.Rows, shape.Rows, 8 * meta),
            new(shape.Count, shape.Columns, shape.Columns, shape.Columns, 8 * meta),
        ]
        select product;

    /// <summary>NeutralGradient between re-estimates: into the coordinates of the projections and back, on axes with a full matrix.</summary>
    internal static IEnumerable<MatrixProduct> OfNeutralGradient(BenchSet set, long largestFull) =>
        from shape in Matrices(set)
        from product in (MatrixProduct[])
        [
            new(shape.Count, shape.Rows, shape.Rows, shape.Columns, 2),
            new(shape.Count, shape.Rows, shape.Columns, shape.Columns, 2),
        ]
        where product.Inner <= largestFull
        select product;

    private static IEnumerable<(int Count, long Rows, long Columns)> Matrices(BenchSet set) => set.Shapes
        .Where(s => s.Length == 2)
        .GroupBy(s => (Rows: s[0], Columns: s[1]))
        .Select(g => (g.Count(), g.Key.Rows, g.Key.Columns));
}
