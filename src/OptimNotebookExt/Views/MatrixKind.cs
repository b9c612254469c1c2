namespace OptimNotebookExt.Views;

/// <summary>What a matrix of an optimizer is; decides its colours and what is said of it.</summary>
public enum MatrixKind
{
    /// <summary>Any matrix; described by its singular values.</summary>
    General,

    /// <summary><c>lr_{dim}</c>: symmetric, positive definite, mean diagonal 1; the identity leaves the gradient as it is.</summary>
    LearningRate,

    /// <summary><c>grad_cov_{dim}</c>: covariance of the gradient along an axis.</summary>
    GradientCovariance,

    /// <summary><c>param_cov_{dim}</c>: covariance of the parameter along an axis.</summary>
    ParameterCovariance,

    /// <summary><c>proj_{dim}</c>: a change of coordinates along an axis; orthogonal rows times their scales.</summary>
    Projection,

    /// <summary><c>P_{dim}</c>: symmetric, positive definite: a power of the gradient's covariance, the base of a learned matrix.</summary>
    Base,

    /// <summary><c>K_{dim}</c>, <c>B_{dim}</c>: a factor of <c>lr_{dim}</c>, which is B·Bᵀ.</summary>
    Factor,
}
