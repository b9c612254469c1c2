namespace OptimNotebookExt.Optimizers;

/// <summary>What went wrong with one parameter since its optimizer was made, and what was done about it.</summary>
/// <param name="SkippedSteps">Steps in which its gradient was not finite, so that nothing of it changed.</param>
/// <param name="SkippedInARow">How many of them were the last ones; 0 once a gradient was finite again.</param>
/// <param name="FailedDecompositions">Estimates that failed in every way tried, so that the previous matrices stayed.</param>
/// <param name="FailedInARow">How many of them were the last ones.</param>
/// <param name="LostDefiniteness">Matrices <c>lr_{dim}</c> that came out of an update not positive definite in their precision.</param>
/// <param name="KeptMatrices">Of these, those that were not even finite, so that the previous matrix stayed.</param>
public sealed record FailureCounts(
    long SkippedSteps = 0,
    long SkippedInARow = 0,
    long FailedDecompositions = 0,
    long FailedInARow = 0,
    long LostDefiniteness = 0,
    long KeptMatrices = 0)
{
    internal bool HasNegative => SkippedSteps < 0 || SkippedInARow < 0 || FailedDecompositions < 0 || FailedInARow < 0 || LostDefiniteness < 0 || KeptMatrices < 0;

    /// <summary>Nothing went wrong.</summary>
    public static FailureCounts None { get; } = new();
}
