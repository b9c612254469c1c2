using OptimNotebookExt.Projections;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <summary>
/// The base of <see cref="LearnedGradient"/>'s stable form that has a second moment for every element: R x turns x into the
/// eigenvectors Q_{dim} of the covariances, multiplies every element by <c>rotated_scale</c>, and turns it back. The step is
/// R·(lr ⊗ … of R·momentum). Source: SOAP (Vyas et al. 2024), of which this is the root on both sides of the learned matrices.
/// </summary>
internal static class RotatedBase
{
    /// <summary>V: running mean of the squared gradient in the eigenvectors' coordinates.</summary>
    internal const string SecondMoment = "rotated_sq";

    /// <summary>(V/mean + base_eps²)^(-base/2), as of the last update.</summary>
    internal const string Scale = "rotated_scale";

    internal static bool IsIn(ParameterState state) => state.Has(Scale);

    internal static void Create(ParameterState state, int[] dims)
    {
        var p = state.Parameter;
        state[SecondMoment] = zeros_like(p);
        state[Scale] = ones_like(p);
        foreach (var d in dims)
            state[$"Q_{d}"] = eye(p.shape[d], dtype: p.dtype, device: p.device);
    }

    /// <summary>x in the coordinates of the eigenvectors.</summary>
    internal static Tensor Turned(ParameterState state, int[] dims, Tensor x) => Axes.Multiply(x, dims, d => state[$"Q_{d}"].t());

    /// <summary>R x; x where the state has another base.</summary>
    internal static Tensor Apply(ParameterState state, int[] dims, Tensor x) => !IsIn(state)
        ? x
        : Axes.Multiply(Turned(state, dims, x) * state[Scale], dims, d => state[$"Q_{d}"]);

    /// <summary>The momentum as the matrices make a step of it.</summary>
    internal static Tensor Direction(ParameterState state, Tensor momentum)
    {
        var dims = Axes.WithMatrix(momentum);
        return Apply(state, dims, Axes.Multiply(Apply(state, dims, momentum), dims, d => state[$"lr_{d}"]));
    }

    /// <summary>What V is along an axis when the eigenvectors change, each element being the variance of what is uncorrelated with the others: multiply by this.</summary>
    internal static Tensor Mixing(Tensor oldVectors, Tensor newVectors) => matmul(newVectors.transpose(-2, -1), oldVectors).Squared();

    /// <summary>The scale from V [members, …]; ones where nothing was gathered.</summary>
    internal static Tensor ScaleOf(LearnedGradientStableOptions o, Tensor secondMoments)
    {
        var flat = secondMoments.flatten(1);
        var mean = flat.mean([1], keepdim: true);
        var scale = (flat / mean).Plus(o.BaseEps * o.BaseEps).pow(Scalars.Of(-o.Base / 2));
        return where(scale.isfinite().all(1, keepdim: true), scale, ones_like(scale)).view(secondMoments.shape);
    }
}
