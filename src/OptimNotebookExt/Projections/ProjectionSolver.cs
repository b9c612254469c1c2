namespace OptimNotebookExt.Projections;

/// <summary>How symmetric matrices are decomposed.</summary>
public enum ProjectionSolver
{
    /// <summary>A symmetric eigensolver with |λ| in descending order: the default, 2–4 times faster than the SVD.</summary>
    Eigen,

    /// <summary>A singular value decomposition, as the draft has it.</summary>
    Svd,
}
