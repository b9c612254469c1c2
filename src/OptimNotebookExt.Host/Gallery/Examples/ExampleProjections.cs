using OptimNotebookExt.Projections;
using OptimNotebookExt.Views;
using static TorchSharp.torch;

namespace OptimNotebookExt.Host.Gallery.Examples;

/// <summary>Projections between covariances of seeded samples.</summary>
internal static class ExampleProjections
{
    internal static ProjectionView View(int n)
    {
        using var scope = NewDisposeScope();
        using var projection = ProjectionEstimator.Estimate(Covariance(n, seed: 1, samples: 64), Covariance(n, seed: 2, samples: 64));
        return projection.View();
    }

    /// <summary>The check of a projection from fewer samples than dimensions.</summary>
    internal static PgpCheckView FailedCheck()
    {
        using var scope = NewDisposeScope();
        using var projection = ProjectionEstimator.Estimate(Covariance(8, seed: 1, samples: 5), Covariance(8, seed: 2, samples: 64));
        return projection.Check.View();
    }

    /// <summary>The covariance of samples whose spread grows from axis to axis.</summary>
    private static Tensor Covariance(int n, ulong seed, int samples)
    {
        using var generator = new Generator(seed, CPU);
        var mixing = randn(n, n, dtype: ScalarType.Float64, generator: generator) * 0.4 + diag(linspace(0.5, 2, n, dtype: ScalarType.Float64));
        var x = randn(samples, n, dtype: ScalarType.Float64, generator: generator).matmul(mixing);
        return x.t().matmul(x) / samples;
    }
}
