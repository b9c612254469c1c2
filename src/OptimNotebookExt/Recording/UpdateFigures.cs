namespace OptimNotebookExt.Recording;

/// <summary>What follows for one parameter from its <see cref="UpdateSums"/> over <c>N</c> elements.</summary>
internal readonly record struct UpdateFigures(double SquaredUpdate, double SquaredParam, double SquaredGrad, double Product, double N)
{
    internal static readonly string[] Names = ["param_rms", "grad_rms", "update_rms", "relative_update", "cos_update_gradient"];

    internal double UpdateRms => Math.Sqrt(SquaredUpdate / N);

    /// <summary>In the order of <see cref="Names"/>.</summary>
    internal double[] Values =>
    [
        Math.Sqrt(SquaredParam / N),
        Math.Sqrt(SquaredGrad / N),
        UpdateRms,
        Math.Sqrt(SquaredUpdate / SquaredParam),
        // Rounding must not take a cosine out of its range; NaN stays NaN.
        Math.Clamp(Product / (Math.Sqrt(SquaredUpdate) * Math.Sqrt(SquaredGrad)), -1, 1),
    ];
}
