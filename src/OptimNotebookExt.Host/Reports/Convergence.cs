namespace OptimNotebookExt.Host.Reports;

/// <summary>
/// Where PyTorch's runs of the draft's experiment end: avg_loss after 150 epochs over five seeds, for the draft's settings
/// (PyTorch 1.13.1, CPU, one thread). Final losses depend on the BLAS, so single runs are read against this range.
/// </summary>
internal sealed record Convergence(double GeometricMean, double Min, double Max)
{
    /// <summary>The range of a setting, or null where none was measured.</summary>
    internal static Convergence? Of(string optimizer, string preset) => (optimizer, preset) switch
    {
        ("Eve", "test") => new(4.17, 3.03, 6.22),
        ("Cain", "test") => new(9.56, 5.63, 14.5),
        ("LearnedGradient", "test") => new(1192, 661, 1750),
        ("NeutralGradient", "test") => new(0.0654, 0.033, 0.138),
        _ => null,
    };

    /// <summary>Whether a final loss lies in the range, as far as its three digits tell.</summary>
    internal bool Contains(double final) => final >= Min * 0.995 && final <= Max * 1.005;
}
