using static TorchSharp.torch;

namespace OptimNotebookExt.Projections;

/// <summary>Singular vectors (columns of U) and values (descending) of a symmetric matrix, or of each of a batch.</summary>
internal readonly record struct SymmetricDecomposition(Tensor U, Tensor S)
{
    internal static SymmetricDecomposition Of(Tensor symmetric, ProjectionSolver solver)
    {
        if (solver == ProjectionSolver.Svd)
        {
            var (u, s, _) = linalg.svd(symmetric);
            return new(u, s);
        }
        // Rounded inputs are not exactly PSD: a singular value is |λ|, it is not clamped to 0.
        var (eigenvalues, eigenvectors) = SharedEigh.Of(symmetric);
        var (sorted, order) = eigenvalues.abs().sort(descending: true);
        return new(eigenvectors.gather(-1, order.unsqueeze(-2).expand(eigenvectors.shape)), sorted);
    }
}
