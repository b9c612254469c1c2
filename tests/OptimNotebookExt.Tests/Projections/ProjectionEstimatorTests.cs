using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using OptimNotebookExt.Projections;
using OptimNotebookExt.Replay;
using TorchSharp;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Projections;

public sealed class ProjectionEstimatorTests(ITestOutputHelper output)
{
    private const double Epsilon64 = 2.220446049250313e-16;
    private const double Epsilon32 = 1.1920928955078125e-7;

    [Theory]
    [InlineData("f64", ScalarType.Float64, Epsilon64)]
    [InlineData("f32", ScalarType.Float32, Epsilon32)]
    public void The_eigensolver_solves_as_well_as_the_SVD_on_every_well_posed_golden_case(string suffix, ScalarType dtype, double epsilon)
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Repository.Path("data", "golden", "kernel__estimate_proj.json")));
        var cases = golden.RootElement.EnumerateArray().Where(c => c.GetProperty("well_posed_" + suffix).GetBoolean()).ToArray();
        Assert.True(cases.Length > 10);
        foreach (var c in cases)
        {
            using var scope = torch.NewDisposeScope();
            var (g, k) = (c.GetProperty("G").ToSquare(dtype), c.GetProperty("C").ToSquare(dtype));
            AssertResiduals(c.GetProperty("id").GetString()!, g, k, ProjectionReplay.Smoothing(c), epsilon);
        }
    }

    [Theory]
    [InlineData(64, ScalarType.Float64, Epsilon64)]
    [InlineData(256, ScalarType.Float64, Epsilon64)]
    [InlineData(512, ScalarType.Float64, Epsilon64)]
    [InlineData(256, ScalarType.Float32, Epsilon32)]
    [InlineData(512, ScalarType.Float32, Epsilon32)]
    public void The_eigensolver_solves_large_cases_as_well_as_the_SVD(int size, ScalarType dtype, double epsilon)
    {
        using var scope = torch.NewDisposeScope();
        var (g, c) = (Covariance(size, 3 * size, size).to(dtype), Covariance(size, 2 * size, size + 1).to(dtype));
        AssertResiduals($"n{size} {dtype}", g, c, new SpectrumSmoothing(), epsilon);
    }

    [Fact]
    public void A_rank_deficient_gradient_covariance_gives_a_sane_P_and_the_verdict_not_determined()
    {
        foreach (var (size, rank) in new[] { (4, 1), (16, 4), (64, 16) })
        {
            using var scope = torch.NewDisposeScope();
            using var projection = ProjectionEstimator.Estimate(Covariance(size, rank, 1), Covariance(size, 2 * size, 2), new SpectrumSmoothing());

            Assert.All(projection.P.Doubles(), v => Assert.True(double.IsFinite(v)));
            Assert.Equal(0, projection.Check.SymmetryError);
            Assert.True(projection.Check.MinEigenvalue >= -1e-10);
            Assert.Equal(PgpVerdict.NotDetermined, projection.Check.Outcome);
            Assert.Contains("not determined", projection.Check.Verdict, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(0, 4, "C is zero")]
    [InlineData(4, 0, "G is zero")]
    [InlineData(2, 4, "C is rank-deficient")]
    [InlineData(4, 2, "G is rank-deficient")]
    public void The_verdict_blames_the_matrix_that_is_at_fault(int rankC, int rankG, string says)
    {
        using var scope = torch.NewDisposeScope();
        Tensor OfRank(int rank, int seed) => rank == 0 ? zeros(4, 4, dtype: ScalarType.Float64) : Covariance(4, rank == 4 ? 20 : rank, seed);
        using var projection = ProjectionEstimator.Estimate(OfRank(rankG, 1), OfRank(rankC, 2));

        Assert.Equal(PgpVerdict.NotDetermined, projection.Check.Outcome);
        Assert.StartsWith($"P is not determined: {says}", projection.Check.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_smoothing_P_is_the_geometric_mean_of_C_and_the_inverse_of_G()
    {
        using var scope = torch.NewDisposeScope();
        var (g, c) = (Covariance(5, 20, 1), Covariance(5, 20, 2));
        using var projection = ProjectionEstimator.Estimate(g, c);

        // C^½ (C^½ G C^½)^-½ C^½
        var root = Power(c, 0.5);
        var expected = matmul(matmul(root, Power(matmul(matmul(root, g), root), -0.5)), root);

        Assert.True(projection.P.allclose(expected, rtol: 1e-10, atol: 1e-12));
        Assert.Equal(PgpVerdict.Holds, projection.Check.Outcome);
    }

    [Fact]
    public void It_is_equivariant_under_a_change_of_basis() =>
        Prop.ForAll(Gen.Choose(2, 12).Zip(Gen.Choose(0, 100_000)).ToArbitrary(), sample =>
        {
            using var scope = torch.NewDisposeScope();
            var (size, seed) = sample;
            var (g, c) = (Covariance(size, 3 * size, seed), Covariance(size, 3 * size, seed + 1));
            var (basis, _) = linalg.qr(randn([size, size], dtype: ScalarType.Float64, generator: new Generator((ulong)seed, CPU)));
            Tensor Turn(Tensor m) => matmul(matmul(basis, m), basis.t());
            using var straight = ProjectionEstimator.Estimate(g, c, new SpectrumSmoothing());
            using var turned = ProjectionEstimator.Estimate(Turn(g), Turn(c), new SpectrumSmoothing());
            return (Turn(straight.P) - turned.P).abs().max().ToDouble() <= 1e-8 * turned.P.abs().max().ToDouble();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Bad_input_is_named()
    {
        Assert.Contains("[2, 3]", Assert.Throws<ArgumentException>(() => ProjectionEstimator.Estimate(zeros(2, 3), eye(2))).Message, StringComparison.Ordinal);
        Assert.Contains("paramCov must be [2, 2]", Assert.Throws<ArgumentException>(() => ProjectionEstimator.Estimate(eye(2), eye(3))).Message, StringComparison.Ordinal);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => ProjectionEstimator.Estimate(full([2, 2], double.NaN), eye(2))).Message, StringComparison.Ordinal);
        Assert.Contains("float32 or float64", Assert.Throws<ArgumentException>(() => ProjectionEstimator.Estimate(eye(2, dtype: ScalarType.Int64), eye(2))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_projection_frees_its_tensors()
    {
        using var g = eye(3);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        ProjectionEstimator.Estimate(g, g).Dispose();
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private void AssertResiduals(string what, Tensor g, Tensor c, SpectrumSmoothing smoothing, double epsilon)
    {
        using var eigen = ProjectionEstimator.Estimate(g, c, smoothing, ProjectionSolver.Eigen);
        using var svd = ProjectionEstimator.Estimate(g, c, smoothing, ProjectionSolver.Svd);
        var (ours, theirs) = (eigen.Check.ResidualFrobenius, svd.Check.ResidualFrobenius);
        output.WriteLine($"{what}: eigen {ours:E2}, svd {theirs:E2}, {eigen.Check.Verdict}");
        Assert.True(ours <= 3 * theirs + 100 * g.shape[0] * epsilon, $"{what}: {ours:E2} against {theirs:E2}");
    }

    private static Tensor Covariance(int size, int rows, int seed)
    {
        using var generator = new Generator((ulong)seed, CPU);
        var x = randn([rows, size], dtype: ScalarType.Float64, generator: generator);
        return matmul(x.t(), x) / rows;
    }

    private static Tensor Power(Tensor symmetric, double exponent)
    {
        var (values, vectors) = linalg.eigh(symmetric);
        return matmul(vectors * values.pow(exponent), vectors.t());
    }
}
