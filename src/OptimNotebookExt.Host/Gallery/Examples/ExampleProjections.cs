using OptimNotebookExt.Projections;
using OptimNotebookExt.Views;
using static TorchSharp.torch;

namespace OptimNotebookExt.Host.Gallery.Examples;

/// <summary>Projections between covariances of seeded samples.</summary>
internal static class ExampleProjections
{
    private const int Samples = 64;

    internal static ProjectionView View(int n)
    {
        using var scope = NewDisposeScope();
        using var projection = ProjectionEstimator.Estimate(Covariance(n, seed: 1), Covariance(n, seed: 2));
        return projection.View();
    }

    /// <summary>The check of a projection from gradients that were 0 on one of three axes.</summary>
    internal static PgpCheckView FailedCheck()
    {
        using var scope = NewDisposeScope();
        using var projection = ProjectionEstimator.Estimate(diag(tensor(new[] { 4.0, 1.0, 0.0 })), diag(tensor(new[] { 0.5, 1.0, 1.5 })));
        return projection.Check.View();
    }

    /// <summary>The covariance of samples whose spread grows from axis to axis.</summary>
    private static Tensor Covariance(int n, ulong seed)
    {
        using var generator = new Generator(seed, CPU);
        var mixing = randn(n, n, dtype: ScalarType.Float64, generator: generator).Times(0.4).Plus(diag(linspace(0.5, 2, n, dtype: ScalarType.Float64)));
        var x = randn(Samples, n, dtype: ScalarType.Float64, generator: generator).matmul(mixing);
        return x.t().matmul(x).Over(Samples);
    }
}
