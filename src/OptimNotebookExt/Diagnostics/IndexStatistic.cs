namespace OptimNotebookExt.Diagnostics;

/// <summary>A statistic taken for every index of an axis, over all other axes and all records.</summary>
public enum IndexStatistic
{
    /// <summary>The mean.</summary>
    Mean,

    /// <summary>The mean of the absolute values.</summary>
    AbsMean,

    /// <summary>The root of the mean square.</summary>
    Rms,

    /// <summary>The share of elements above zero.</summary>
    PositiveFraction,

    /// <summary>The smallest element.</summary>
    Minimum,

    /// <summary>The largest element.</summary>
    Maximum,

    /// <summary>The eigenvalues of the axis' uncentered covariance <c>Xᵀ X / rows</c> (size × size), ascending.</summary>
    Eigenvalue,
}
