namespace OptimNotebookExt.Host.Notebooks.Checks;

/// <summary>How far a number in an output may be from the committed one.</summary>
/// <param name="Relative">Of the larger magnitude.</param>
/// <param name="Absolute">For numbers that are zero but for rounding.</param>
internal sealed record NumberTolerance(double Relative, double Absolute)
{
    /// <summary>Another processor rounds differently in its last digits.</summary>
    internal static NumberTolerance Usual { get; } = new(1e-3, 1e-6);

    /// <summary>Of cells tagged <c>chaotic</c>: training carries differences in the last digit up to the first.</summary>
    internal static NumberTolerance Chaotic { get; } = new(0.5, 1e-3);

    internal bool Allows(double committed, double now)
    {
        if (double.IsNaN(committed) || double.IsNaN(now) || double.IsInfinity(committed) || double.IsInfinity(now))
            return committed.Equals(now);
        return Math.Abs(committed - now) <= Absolute + (Relative * Math.Max(Math.Abs(committed), Math.Abs(now)));
    }
}
