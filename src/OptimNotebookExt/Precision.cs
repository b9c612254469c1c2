using static TorchSharp.torch;

namespace OptimNotebookExt;

/// <summary>Precision of the floating types.</summary>
internal static class Precision
{
    /// <summary>The distance from 1 to the next number.</summary>
    internal static double Epsilon(ScalarType dtype) => dtype == ScalarType.Float64 ? Math.Pow(2, -52) : Math.Pow(2, -23);
}
