using static TorchSharp.torch;

namespace OptimNotebookExt;

/// <summary>
/// The operations for which TorchSharp makes a <see cref="TorchSharp.Scalar"/> on its own, with one that is kept alive
/// (see <see cref="Scalars"/>); bit for bit what the operators give.
/// </summary>
internal static class TensorArithmetic
{
    /// <summary>x + y.</summary>
    internal static Tensor Plus(this Tensor x, Tensor y) => x.add(y, Scalars.One);

    /// <summary>x + y for a number.</summary>
    internal static Tensor Plus(this Tensor x, double y) => x.add(Scalars.Of(y), Scalars.One);

    /// <summary>x += y, in place.</summary>
    internal static Tensor Increase(this Tensor x, Tensor y) => x.add_(y, Scalars.One);

    /// <summary>x += y for a number, in place.</summary>
    internal static Tensor Increase(this Tensor x, double y) => x.add_(Scalars.Of(y), Scalars.One);

    /// <summary>x · y.</summary>
    internal static Tensor Times(this Tensor x, double y) => x.mul(Scalars.Of(y));

    /// <summary>x / y.</summary>
    internal static Tensor Over(this Tensor x, double y) => x.div(Scalars.Of(y));

    /// <summary>y / x.</summary>
    internal static Tensor Under(this Tensor x, double y) => x.reciprocal().mul(Scalars.Of(y));

    /// <summary>x².</summary>
    internal static Tensor Squared(this Tensor x) => x.pow(Scalars.Two);
}
