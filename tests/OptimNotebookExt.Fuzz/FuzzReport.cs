namespace OptimNotebookExt.Fuzz;

/// <summary>What came of the cases of a target.</summary>
/// <param name="Target">Its name.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Cases">How many cases there were, from number 0.</param>
/// <param name="Taken">How many inputs were taken.</param>
/// <param name="Refused">How many were refused with a reason.</param>
/// <param name="Findings">How many did something else.</param>
/// <param name="Seconds">Wall time of all threads together.</param>
/// <param name="LargestMb">The most that one case has allocated, in MB.</param>
internal sealed record FuzzReport(string Target, uint Seed, long Cases, long Taken, long Refused, long Findings, double Seconds, double LargestMb)
{
    public static FuzzReport operator +(FuzzReport before, FuzzReport more) => before with
    {
        Cases = before.Cases + more.Cases,
        Taken = before.Taken + more.Taken,
        Refused = before.Refused + more.Refused,
        Findings = before.Findings + more.Findings,
        Seconds = before.Seconds + more.Seconds,
        LargestMb = Math.Max(before.LargestMb, more.LargestMb),
    };
}
