using System.Text.Json.Serialization;

namespace OptimNotebookExt.Optimizers;

/// <summary>What went wrong with one parameter since its optimizer was made, and what was done about it.</summary>
/// <param name="SkippedSteps">Steps in which its gradient was not finite, so that nothing of it changed.</param>
/// <param name="SkippedInARow">How many of them were the last ones; 0 once a gradient was finite again.</param>
/// <param name="FailedDecompositions">Estimates that failed in every way tried, so that the previous matrices stayed.</param>
/// <param name="FailedInARow">How many of them were the last ones.</param>
/// <param name="LostDefiniteness">Matrices <c>lr_{dim}</c> that came out of an update not positive definite in their precision.</param>
/// <param name="KeptMatrices">Of these, those that were not even finite, so that the previous matrix stayed.</param>
/// <param name="CollapsedUpdates">Updates of LearnedGradient's matrices at which they had collapsed: from the 25th in a row on whose step lay in one direction.</param>
/// <param name="CollapsedInARow">The last updates in a row whose step lay in one direction, by 99.95 % of its square, while the momentum it was made of did not; below 25 it is no collapse yet.</param>
public sealed record FailureCounts(
    long SkippedSteps = 0,
    long SkippedInARow = 0,
    long FailedDecompositions = 0,
    long FailedInARow = 0,
    long LostDefiniteness = 0,
    long KeptMatrices = 0,
    long CollapsedUpdates = 0,
    long CollapsedInARow = 0)
{
    /// <summary>Updates in a row from which on it is a collapse: a few are nothing, a large batch of one example makes them.</summary>
    internal const long CollapseLimit = 25;

    /// <summary>Whether the matrices are collapsed as of their last update.</summary>
    [JsonIgnore]
    public bool IsCollapsed => CollapsedInARow >= CollapseLimit;

    internal bool HasNegative => SkippedSteps < 0 || SkippedInARow < 0 || FailedDecompositions < 0 || FailedInARow < 0
        || LostDefiniteness < 0 || KeptMatrices < 0 || CollapsedUpdates < 0 || CollapsedInARow < 0;

    /// <summary>Whether there is something to report: updates in a row below the limit are none.</summary>
    internal bool IsReported => this != (CollapsedUpdates > 0 ? None : None with { CollapsedInARow = CollapsedInARow });

    /// <summary>With one more update of the matrices.</summary>
    internal FailureCounts WithUpdate(bool isInOneDirection)
    {
        if (!isInOneDirection)
            return CollapsedInARow == 0 ? this : this with { CollapsedInARow = 0 };
        return this with { CollapsedInARow = CollapsedInARow + 1, CollapsedUpdates = CollapsedUpdates + (CollapsedInARow + 1 >= CollapseLimit ? 1 : 0) };
    }

    /// <summary>Nothing went wrong.</summary>
    public static FailureCounts None { get; } = new();
}
