namespace OptimNotebookExt.Projections;

/// <summary>Outcome of a <see cref="PgpCheck"/>.</summary>
public enum PgpVerdict
{
    /// <summary>P·G·P equals C up to the threshold.</summary>
    Holds,

    /// <summary>P·G·P differs from C by more than the threshold.</summary>
    Fails,

    /// <summary>G, or C, is zero or rank-deficient at this precision, so that P is not determined (N11).</summary>
    NotDetermined,
}
