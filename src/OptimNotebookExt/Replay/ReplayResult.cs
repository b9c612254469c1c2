using System.Globalization;

namespace OptimNotebookExt.Replay;

/// <summary>How one golden file compares on one path in one dtype.</summary>
/// <param name="Path"><c>reference</c>, <c>fast</c> or <c>device</c>.</param>
/// <param name="Dtype"><c>float64</c> or <c>float32</c>.</param>
/// <param name="MaxRel">The relative error nearest to, or farthest above, its tolerance.</param>
/// <param name="Tolerance">The tolerance that error is measured against.</param>
/// <param name="Outcome">The verdict.</param>
/// <param name="Note">Where the error is, or why there is no verdict.</param>
internal sealed record ReplayResult(string Path, string Dtype, double MaxRel, double Tolerance, ReplayOutcome Outcome, string Note)
{
    internal static ReplayResult Info(string path, string dtype, string note) =>
        new(path, dtype, double.NaN, double.NaN, ReplayOutcome.Info, note);

    /// <summary>The line of <c>optimnb replay</c>: <c>FILE path dtype maxrel tolerance VERDICT</c>, and where or why.</summary>
    internal string Line(string file) => string.Create(
        CultureInfo.InvariantCulture,
        $"{file} {Path} {Dtype} {Number(MaxRel)} {Number(Tolerance)} {Outcome.ToString().ToUpperInvariant()}{(Outcome == ReplayOutcome.Pass ? "" : " " + Note)}");

    private static string Number(double value) =>
        double.IsNaN(value) ? "-" : value.ToString("0.0e+00", CultureInfo.InvariantCulture);
}
