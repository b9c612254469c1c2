using OptimNotebookExt.Projections;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Projections;

[Collection(GlobalGenerator.Name)]
public sealed class SolverTests
{
    [Theory]
    [InlineData(5, 1e1)]
    [InlineData(40, 1e4)]
    [InlineData(20, 1e8)]
    public void Newton_Schulz_gives_the_same_P_and_its_residual(int size, double condition)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var (g, c) = (Covariance(size, condition, 1), Covariance(size, 10, 2));

        using var projection = ProjectionEstimator.Estimate(g, c, null, ProjectionSolver.NewtonSchulz);
        using var expected = ProjectionEstimator.Estimate(g, c, null, ProjectionSolver.Eigen);

        Assert.InRange(projection.Check.ResidualFrobenius, 0, (2 * expected.Check.ResidualFrobenius) + (10 * size * Math.Pow(2, -52) * Math.Sqrt(condition)));
        Assert.InRange((projection.P - expected.P).norm().ToDouble() / expected.P.norm().ToDouble(), 0, 1e-13 * condition);
    }

    [Fact]
    public void Where_Newton_Schulz_does_not_converge_the_eigensolver_takes_over()
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var g = zeros(6, 6, dtype: ScalarType.Float64);
        g[0, 0].fill_(1);
        var c = eye(6, dtype: ScalarType.Float64);

        using var projection = ProjectionEstimator.Estimate(g, c, null, ProjectionSolver.NewtonSchulz);
        using var expected = ProjectionEstimator.Estimate(g, c, null, ProjectionSolver.Eigen);

        Assert.Equal(expected.P.Doubles(), projection.P.Doubles());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_batch_is_decomposed_as_each_matrix_is(int threads)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var before = get_num_threads();
        set_num_threads(threads);
        try
        {
            var batch = stack([.. Enumerable.Range(0, 7).Select(i => Covariance(50, 100, i))]);

            var (values, vectors) = SharedEigh.Of(batch);

            Assert.Equal(threads, get_num_threads());
            for (var i = 0; i < 7; i++)
            {
                var (value, vector) = linalg.eigh(batch[i]);
                // Not to the bit: with more threads within a matrix libtorch adds up in another order.
                Assert.InRange((value - values[i]).abs().max().ToDouble(), 0, 1e-14);
                Assert.InRange((vector.abs() - vectors[i].abs()).abs().max().ToDouble(), 0, 1e-11);
            }
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void A_basis_stays_where_it_still_diagonalizes_and_is_sorted_anew()
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var generator = new Generator(3, CPU);
        var (q, _) = linalg.qr(randn(6, 6, dtype: ScalarType.Float64, generator: generator));
        var stretches = tensor([1.0, 9.0, 4.0, 16.0, 2.0, 3.0]);
        var p = q.matmul(stretches.diag()).matmul(q.t());
        var rows = q.t() * 3;

        var kept = ProjectionBasis.Of(p, rows, ProjectionSolver.Eigen, 1e-9);
        var anew = ProjectionBasis.Of(p, eye(6, dtype: ScalarType.Float64), ProjectionSolver.Eigen, 1e-9);

        var expected = q.index_select(1, stretches.argsort(descending: true));
        Assert.InRange((kept - expected).abs().max().ToDouble(), 0, 1e-14);
        Assert.InRange((anew.abs() - expected.abs()).abs().max().ToDouble(), 0, 1e-12);
    }

    [Fact]
    public void A_basis_stays_up_to_its_tolerance_and_is_made_anew_beyond()
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var p = tensor([9.0, 4.0, 1.0]).diag();
        var turned = eye(3, dtype: ScalarType.Float64);
        turned[..2, ..2] = tensor([Math.Cos(0.01), -Math.Sin(0.01), Math.Sin(0.01), Math.Cos(0.01)]).view(2, 2);
        var b = turned.matmul(p).matmul(turned.t());
        var off = ((b - b.diagonal().diag()).norm() / b.norm()).ToDouble();

        var kept = ProjectionBasis.Of(p, turned, ProjectionSolver.Eigen, 2 * off);
        var anew = ProjectionBasis.Of(p, turned, ProjectionSolver.Eigen, off / 2);

        Assert.InRange((kept - turned.t()).abs().max().ToDouble(), 0, 1e-15);
        Assert.InRange((anew.abs() - eye(3, dtype: ScalarType.Float64)).abs().max().ToDouble(), 0, 1e-12);
    }

    // Rounding grows with the condition: the iteration comes to rest, but not at a root.
    [Theory]
    [InlineData(1e2, true)]
    [InlineData(1e14, false)]
    public void Roots_by_products_alone_are_refused_where_rounding_is_left(double condition, bool there)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        var roots = NewtonSchulz.Roots(Covariance(8, condition, 3));
        Assert.Equal(there, roots is not null);
    }

    private static Tensor Covariance(int size, double condition, int seed)
    {
        using var generator = new Generator((ulong)seed, CPU);
        var (q, _) = linalg.qr(randn(size, size, dtype: ScalarType.Float64, generator: generator));
        var spectrum = linspace(0, -Math.Log10(condition), size, dtype: ScalarType.Float64);
        return q.matmul(pow(10, spectrum).diag()).matmul(q.t());
    }
}
