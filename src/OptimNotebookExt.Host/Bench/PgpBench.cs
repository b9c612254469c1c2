using System.Diagnostics;
using OptimNotebookExt.Projections;
using TorchSharp;

namespace OptimNotebookExt.Host.Bench;

/// <summary>Times P·G·P = C for a batch of random covariances, and says how well it holds.</summary>
/// <param name="device">Where the matrices are.</param>
/// <param name="rounds">Rounds, of which the median is told.</param>
internal sealed class PgpBench(BenchDevice device, int rounds)
{
    /// <summary>Rows of the random data: twice the size, so that the covariances have full rank.</summary>
    private const long RowsPerSize = 2;

    /// <summary>One size, dtype and solver.</summary>
    internal PgpRow Run(long size, long batch, torch.ScalarType dtype, ProjectionSolver solver)
    {
        using var noTape = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        using var generator = new torch.Generator((ulong)size, torch.CPU);
        var (g, c) = (Covariances(), Covariances());
        var milliseconds = new List<double>();
        var p = Solve();
        for (var round = 0; round < rounds; round++)
        {
            p.Dispose();
            device.Wait();
            var start = Stopwatch.GetTimestamp();
            p = Solve();
            device.Wait();
            milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        var residual = (torch.matmul(torch.matmul(p, g), p) - c).flatten(1).norm(1) / c.flatten(1).norm(1);
        return new PgpRow(device.Name, size, batch, dtype == torch.ScalarType.Float64 ? "float64" : "float32", solver.ToString(), BenchLimits.Median(milliseconds), milliseconds.Min(), milliseconds.Max(), residual.max().ToDouble());

        torch.Tensor Solve() => ProjectionEstimator.EstimateP(g, c, null, solver, dtype);

        torch.Tensor Covariances()
        {
            var rows = torch.randn([batch, RowsPerSize * size, size], dtype: dtype, generator: generator);
            return device.Place(torch.matmul(rows.mT, rows).Over(RowsPerSize * size));
        }
    }
}
