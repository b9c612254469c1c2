namespace OptimNotebookExt.Figures;

/// <summary>How an axis turns values into lengths.</summary>
public enum AxisScale
{
    /// <summary>Equal differences are equally long.</summary>
    Linear,

    /// <summary>Equal ratios are equally long; values at or below 0 are left out, with a note.</summary>
    Log,
}
