using static TorchSharp.torch;

namespace OptimNotebookExt.Projections;

/// <summary>The basis that diagonalizes P, or the previous one where that still does.</summary>
internal static class ProjectionBasis
{
    /// <param name="p">P [n, n], or a batch of them [batch, n, n].</param>
    /// <param name="previous">Projections whose rows are the previous basis at some scales, of p's shape.</param>
    /// <param name="solver">Decomposes P.</param>
    /// <param name="tolerance">Of ‖B - diag B‖/‖B‖ for the previous basis to stay; 0 never lets it.</param>
    /// <returns>The basis as columns, of p's shape and dtype, in descending order of what they stretch by.</returns>
    internal static Tensor Of(Tensor p, Tensor previous, ProjectionSolver solver, double tolerance)
    {
        if (tolerance == 0)
            return SymmetricDecomposition.Of(p, solver).U;
        if (p.ndim == 2)
            return Of(p.unsqueeze(0), previous.unsqueeze(0), solver, tolerance).squeeze(0);
        var rows = previous.to(p.dtype);
        rows = rows / rows.norm(-1, keepdim: true, p: 2);
        var b = rows.bmm(p).bmm(rows.mT);
        var stretches = b.diagonal(0, 1, 2);
        var norm = b.flatten(1).norm(1);
        var off = (b - stretches.diag_embed()).flatten(1).norm(1);
        // False for NaN too, as where a row is zero.
        var isGood = off.le(norm.Times(tolerance));
        var order = stretches.argsort(-1, descending: true).unsqueeze(-1).expand(rows.shape);
        var kept = rows.gather(1, order).mT;
        var bad = isGood.logical_not().nonzero().flatten();
        return bad.numel() == 0 ? kept : kept.index_copy(0, bad, SymmetricDecomposition.Of(p.index_select(0, bad), solver).U);
    }
}
