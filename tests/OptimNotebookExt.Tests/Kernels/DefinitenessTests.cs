using OptimNotebookExt.Kernels;
using OptimNotebookExt.Optimizers.Batches;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Kernels;

/// <summary>Which matrices of a batch lost their positive definiteness, by elimination and, for large ones, by libtorch.</summary>
public sealed class DefinitenessTests
{
    public static TheoryData<long, ScalarType> Sizes => new()
    {
        { 1, ScalarType.Float32 }, { 2, ScalarType.Float64 }, { 7, ScalarType.Float32 }, { 16, ScalarType.Float32 },
        { 33, ScalarType.Float64 }, { 65, ScalarType.Float32 }, { 100, ScalarType.Float64 },
        { Definiteness.LargestSize, ScalarType.Float32 }, { Definiteness.LargestSize + 1, ScalarType.Float64 },
    };

    [Theory, MemberData(nameof(Sizes))]
    public void The_sign_of_the_smallest_eigenvalue_decides(long size, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        var matrices = stack([WithSmallest(size, 0.01), WithSmallest(size, -0.01), eye(size, dtype: ScalarType.Float64), WithSmallest(size, 0.001)]).to(dtype);
        var before = matrices.clone();
        Assert.Equal([false, true, false, false], LostDefiniteness.Of(matrices));
        Assert.True(matrices.eq(before).all().item<bool>());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_number_that_is_not_finite_is_found_wherever_it_is(double number)
    {
        using var scope = NewDisposeScope();
        const long size = 19;
        for (var row = 0L; row < size; row += 3)
        {
            for (var column = row; column < size; column += 4)
            {
                var matrices = stack([eye(size), eye(size)]);
                matrices[1][row, column].fill_(number);
                matrices[1][column, row].fill_(number);
                Assert.Equal([false, true], LostDefiniteness.Of(matrices));
            }
        }
    }

    /// <summary>Q·diag(smallest, …, 1)·Qᵀ with a random orthogonal Q.</summary>
    private static Tensor WithSmallest(long size, double smallest)
    {
        using var generator = new Generator(5);
        var eigenvalues = linspace(1, 2, size, dtype: ScalarType.Float64);
        eigenvalues[size / 2].fill_(smallest);
        var q = linalg.qr(randn(size, size, dtype: ScalarType.Float64, generator: generator)).Q;
        return q.matmul(diag(eigenvalues)).matmul(q.t());
    }
}
