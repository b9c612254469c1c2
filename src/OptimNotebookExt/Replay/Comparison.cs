using static TorchSharp.torch;

namespace OptimNotebookExt.Replay;

/// <summary>Collects relative errors against tolerances and keeps the one that matters most.</summary>
internal sealed class Comparison
{
    private double worst = -1;

    internal double MaxRel { get; private set; }

    internal double Tolerance { get; private set; }

    internal string Where { get; private set; } = "nothing was compared";

    internal bool Passed => worst is >= 0 and <= 1;

    /// <summary>max|expected - actual| over max|expected|; exact where that is 0; a non-finite value on one side only is infinite.</summary>
    internal void Add(string where, double[] expected, double[] actual, double tolerance)
    {
        if (expected.Length != actual.Length)
        {
            Note($"{where}: {actual.Length} values instead of {expected.Length}", double.PositiveInfinity, tolerance);
            return;
        }
        var (difference, scale) = (0.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            var delta = Math.Abs(expected[i] - actual[i]);
            // Also true for NaN, which no comparison with < would catch.
            difference = delta <= difference ? difference : delta;
            scale = Math.Max(scale, Math.Abs(expected[i]));
        }
        Note(where, difference == 0 ? 0 : scale == 0 || !double.IsFinite(difference) ? double.PositiveInfinity : difference / scale, tolerance);
    }

    internal void Add(string where, double[] expected, Tensor actual, double tolerance) =>
        Add(where, expected, actual.Doubles(), tolerance);

    /// <summary>A condition that must hold exactly.</summary>
    internal void Require(string where, bool holds, double tolerance = 0) =>
        Note(where, holds ? 0 : double.PositiveInfinity, tolerance);

    internal ReplayResult Result(string dtype, string path = "reference") =>
        new(path, dtype, MaxRel, Tolerance, Passed ? ReplayOutcome.Pass : ReplayOutcome.Fail, "at " + Where);

    private void Note(string where, double error, double tolerance)
    {
        var ratio = error == 0 ? 0 : error / tolerance;
        // Among exact matches the first tolerance above 0 is the one worth printing.
        if (ratio > worst || (ratio == worst && Tolerance == 0))
            (worst, MaxRel, Tolerance, Where) = (ratio, error, tolerance, where);
    }
}
