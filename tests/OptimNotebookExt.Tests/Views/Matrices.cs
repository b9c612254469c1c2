using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Views;

/// <summary>Matrices of which something is known, made without torch's generator.</summary>
internal static class Matrices
{
    /// <summary>I + strength·(a smooth symmetric matrix), float32 by default.</summary>
    internal static Tensor NearIdentity(int n, double strength = 0.2, ScalarType dtype = ScalarType.Float32)
    {
        using var scope = torch.NewDisposeScope();
        var i = arange(n, dtype: ScalarType.Float64);
        var drift = ((i.unsqueeze(0) + i.unsqueeze(1)) * 0.7).sin() * ((i.unsqueeze(0) - i.unsqueeze(1)).abs() * -0.05).exp();
        return (eye(n, dtype: ScalarType.Float64) + drift * strength).to(dtype).MoveToOuterDisposeScope();
    }

    /// <summary>XᵀX of a matrix X (rows × n): of rank min(rows, n).</summary>
    internal static Tensor Covariance(int n, int rows, ScalarType dtype = ScalarType.Float64)
    {
        using var scope = torch.NewDisposeScope();
        using var generator = new Generator(7, CPU);
        var x = randn([rows, n], dtype: ScalarType.Float64, generator: generator) * arange(1, n + 1, dtype: ScalarType.Float64).pow(-0.5);
        return (x.t().matmul(x) / rows).to(dtype).MoveToOuterDisposeScope();
    }
}
