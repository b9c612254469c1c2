using OptimNotebookExt.Recording;
using OptimNotebookExt.Views;
using OptimNotebookExt.Views.Measuring;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Views;

public sealed class MatrixViewTests
{
    public static TheoryData<MatrixKind> Kinds { get; } = [.. Enum.GetValues<MatrixKind>()];

    [Theory, MemberData(nameof(Kinds))]
    public void The_view_reads_as_approved(MatrixKind kind)
    {
        using var matrix = Matrices.NearIdentity(6, dtype: ScalarType.Float64);
        Approved.Verify(MatrixView.Of(matrix, kind, "m").ToString(), $"view-matrix-{kind}.txt");
    }

    [Theory]
    [InlineData(600, true)]
    [InlineData(611, false)]
    public void A_large_matrix_measured_where_it_is_gives_what_its_elements_give(int n, bool symmetric)
    {
        using var matrix = Matrices.NearIdentity(n, dtype: ScalarType.Float64);
        if (!symmetric)
            matrix[1, 2] = 5.0;
        var snapshot = TensorSnapshot.Of(matrix, elementLimit: long.MaxValue);
        var kept = MatrixFacts.Of(snapshot, MatrixKind.LearningRate, full: false);
        var live = MatrixFacts.Of(matrix, MatrixKind.LearningRate, full: false);

        Assert.Equal(kept.Measures.DistanceFromIdentity, live.Measures.DistanceFromIdentity, 9);
        Assert.Equal(kept.Measures.MeanDiagonal, live.Measures.MeanDiagonal, 12);
        Assert.Equal(kept.Measures.SymmetryError, live.Measures.SymmetryError);
        Assert.Equal(symmetric, live.Measures.SymmetryError < 1e-14);
        Assert.Equal(kept.Measures.Statistics.Rms, live.Measures.Statistics.Rms, 12);
        Assert.Equal(kept.Map.Grid.Cells.ToArray(), live.Map.Grid.Cells.ToArray());
        Assert.Equal(kept.Drift!.Grid.Cells.ToArray(), live.Drift!.Grid.Cells.ToArray());
        Assert.Equal((kept.Drift.Grid.Min, kept.Drift.Grid.Max), (live.Drift.Grid.Min, live.Drift.Grid.Max));
        Assert.Equal(kept.Definiteness, live.Definiteness);
        Assert.Equal(kept.Spectrum!.Greatest, live.Spectrum!.Greatest, 9);
    }

    [Fact]
    public void Above_512_the_extremes_are_estimates_within_the_spectrum_that_a_method_gives()
    {
        using var matrix = Matrices.NearIdentity(600, dtype: ScalarType.Float64);
        var view = new MatrixView(TensorSnapshot.Of(matrix, long.MaxValue), MatrixKind.LearningRate, "lr_0");
        Assert.Contains("(estimated)", view.ToString(), StringComparison.Ordinal);
        Assert.Contains("12 Lanczos steps", view.ToString(), StringComparison.Ordinal);

        var whole = view.WithFullSpectrum();
        Assert.DoesNotContain("estimated", whole.ToString(), StringComparison.Ordinal);
        Assert.Equal(MatrixView.Of(matrix, MatrixKind.LearningRate, "lr_0", fullSpectrum: true).ToString(), whole.ToString());
        Assert.Same(whole, whole.WithFullSpectrum());
        var estimate = MatrixSpectrum.Of(matrix, symmetric: true, isExactlySymmetric: true, full: false);
        var exact = MatrixSpectrum.Of(matrix, symmetric: true, isExactlySymmetric: true, full: true);
        Assert.InRange(estimate.Greatest, 0.99 * exact.Greatest, exact.Greatest + 1e-9);
        Assert.InRange(estimate.Least, exact.Least - 1e-9, exact.Least + 0.05 * (exact.Greatest - exact.Least));
        Assert.Contains("does not hold the matrix", Assert.Throws<InvalidOperationException>(() => MatrixView.Of(matrix, MatrixKind.LearningRate, "lr_0").WithFullSpectrum()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Singular_values_of_a_long_matrix_are_estimated_from_its_products()
    {
        using var matrix = Matrices.Covariance(700, 20)[TensorIndex.Slice(0, 600)];
        var estimate = MatrixSpectrum.Of(matrix, symmetric: false, isExactlySymmetric: false, full: false);
        var exact = MatrixSpectrum.Of(matrix, symmetric: false, isExactlySymmetric: false, full: true);
        Assert.Equal("singular value", estimate.Name);
        Assert.Equal(1, estimate.Greatest / exact.Greatest, 6);
    }

    public static TheoryData<string, MatrixKind, string> Hostile => new()
    {
        { "nan", MatrixKind.LearningRate, "1 of 9 not finite" },
        { "inf", MatrixKind.Projection, "no spectrum, as not all elements are finite" },
        { "zero", MatrixKind.GradientCovariance, "none, the matrix is 0" },
        { "empty", MatrixKind.LearningRate, "The matrix is empty" },
        { "one", MatrixKind.LearningRate, "‖A − I‖ = 1" },
        { "row", MatrixKind.LearningRate, "should be square" },
        { "half", MatrixKind.LearningRate, "Float16" },
        { "bfloat", MatrixKind.ParameterCovariance, "BFloat16" },
        { "whole", MatrixKind.General, "Int64" },
        { "negative", MatrixKind.LearningRate, "no: the least eigenvalue is −1" },
        { "asymmetric", MatrixKind.LearningRate, "0.5 of the largest element" },
        { "asymmetric", MatrixKind.Projection, "orthogonal up to a cosine of 0.4472" },
        { "zero", MatrixKind.Projection, "orthogonal up to a cosine of 0" },
        { "rank 2", MatrixKind.GradientCovariance, "singular at this precision" },
        { "rank 2", MatrixKind.ParameterCovariance, "yes, up to rounding" },
        { "large with nan", MatrixKind.LearningRate, "1 of 360\u202f000 not finite" },
        { "large half", MatrixKind.LearningRate, "yes, positive definite" },
        { "large negative", MatrixKind.LearningRate, "no: vᵀAv = −" },
    };

    [Theory, MemberData(nameof(Hostile))]
    public void Every_matrix_is_shown_truly(string name, MatrixKind kind, string says)
    {
        using var matrix = Make(name);
        var view = MatrixView.Of(matrix, kind, "<script>" + name);
        Assert.Contains(says, view.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("cannot be drawn", view.ToHtml(), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>" + name, view.ToHtml(), StringComparison.Ordinal);
        Assert.InRange(view.ToHtml().Length, 100, 70_000);
    }

    [Fact]
    public void What_is_no_matrix_or_complex_is_refused_with_the_remedy()
    {
        using var cube = zeros(2, 2, 2);
        using var complex = zeros([2, 2], dtype: ScalarType.ComplexFloat64);
        Assert.Contains("TensorView", Assert.Throws<ArgumentException>(() => MatrixView.Of(cube, MatrixKind.General, "x")).Message, StringComparison.Ordinal);
        Assert.Contains("abs()", Assert.Throws<ArgumentException>(() => MatrixView.Of(complex, MatrixKind.General, "x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_elements_the_statistics_remain()
    {
        using var matrix = eye(5);
        var view = new MatrixView(TensorSnapshot.Of(matrix, elementLimit: 3), MatrixKind.LearningRate, "lr_0");
        Assert.Contains("0 … 1, rms 0.4472", view.ToString(), StringComparison.Ordinal);
        Assert.Contains("were not kept", view.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_view_of_4096_by_4096_noise_keeps_within_150_KB()
    {
        using var generator = new Generator(3, CPU);
        using var matrix = randn(4096, 4096, generator: generator);
        Assert.InRange(MatrixView.Of(matrix, MatrixKind.LearningRate, "lr_0").ToHtml().Length, 10_000, 150_000);
    }

    private static Tensor Make(string name)
    {
        switch (name)
        {
            case "nan":
            case "inf":
                var odd = eye(3);
                odd[0, 1] = name == "nan" ? float.NaN : float.PositiveInfinity;
                return odd;
            case "zero": return zeros(4, 4);
            case "empty": return zeros(0, 0);
            case "one": return full([1, 1], 2.0);
            case "row": return arange(6.0).reshape(1, 6);
            case "half": return eye(4, dtype: ScalarType.Float16);
            case "bfloat": return eye(4, dtype: ScalarType.BFloat16);
            case "whole": return arange(12).reshape(3, 4);
            case "negative": return tensor(new[,] { { 1.0, 2.0 }, { 2.0, 1.0 } });
            case "asymmetric": return tensor(new[,] { { 1.0, 0.5 }, { 0.0, 1.0 } });
            case "rank 2": return Matrices.Covariance(6, 2);
            case "large with nan":
                var large = Matrices.NearIdentity(600);
                large[17, 3] = float.NaN;
                return large;
            case "large half": return Matrices.NearIdentity(600, 0.01, ScalarType.Float16);
            case "large negative": return Matrices.NearIdentity(1030) - eye(1030) * 2;
            default: throw new ArgumentOutOfRangeException(nameof(name), name, "Not a case.");
        }
    }
}
