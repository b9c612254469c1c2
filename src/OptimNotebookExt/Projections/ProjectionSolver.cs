namespace OptimNotebookExt.Projections;

/// <summary>How symmetric matrices are decomposed.</summary>
public enum ProjectionSolver
{
    /// <summary>A symmetric eigensolver with |λ| in descending order: the default, 2–4 times faster than the SVD.</summary>
    Eigen,

    /// <summary>A singular value decomposition, as the draft has it.</summary>
    Svd,

    /// <summary>
    /// The inverse root by the coupled Newton–Schulz iteration, of matrix products alone; a decomposition is left where C's
    /// spectrum is smoothed. Where the iteration does not converge, the eigensolver takes over.
    /// </summary>
    NewtonSchulz,
}
