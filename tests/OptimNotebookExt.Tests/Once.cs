namespace OptimNotebookExt.Tests;

/// <summary>
/// Tests of numbers and memory that take long: one framework is enough for them, and test.sh leaves them out for the others.
/// That the arithmetic is the same there, <c>GoldenReplayTests</c> show.
/// </summary>
internal static class Once
{
    internal const string Name = "Runs";

    internal const string Value = "once";
}
