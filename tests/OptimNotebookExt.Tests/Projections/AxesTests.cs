using FsCheck;
using FsCheck.Fluent;
using OptimNotebookExt.Projections;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Projections;

public sealed class AxesTests
{
    [Fact]
    public void Multiplying_by_a_matrix_and_by_its_transpose_are_a_transpose_pair() =>
        Prop.ForAll(Shapes.Arbitrary(1, 4), shaped =>
        {
            using var scope = torch.NewDisposeScope();
            var generator = new Generator((ulong)shaped.Seed, CPU);
            Tensor Random(params long[] shape) => randn(shape, dtype: ScalarType.Float64, generator: generator);
            var (x, y) = (Random(shaped.Shape), Random(shaped.Shape));
            var matrices = shaped.Shape.Select(n => Random(n, n)).ToArray();

            var (forward, backward) = (x, y);
            for (var d = 0; d < matrices.Length; d++)
            {
                forward = Axes.Multiply(forward, matrices[d], d);
                backward = Axes.Multiply(backward, matrices[d].t(), d);
            }
            // ⟨F x, y⟩ = ⟨x, Fᵀ y⟩
            var (left, right) = ((forward * y).sum().ToDouble(), (x * backward).sum().ToDouble());
            return forward.shape.SequenceEqual(shaped.Shape) && Math.Abs(left - right) <= 1e-9 * (1 + Math.Abs(left));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_vector_scales_the_axis_as_its_diagonal_matrix_does() =>
        Prop.ForAll(Shapes.Arbitrary(1, 4), shaped =>
        {
            using var scope = torch.NewDisposeScope();
            var generator = new Generator((ulong)shaped.Seed, CPU);
            var x = randn(shaped.Shape, dtype: ScalarType.Float64, generator: generator);
            return Enumerable.Range(0, shaped.Shape.Length).All(d =>
            {
                var v = randn([shaped.Shape[d]], dtype: ScalarType.Float64, generator: generator);
                return Axes.Multiply(x, v, d).allclose(Axes.Multiply(x, v.diag(), d), rtol: 1e-12, atol: 1e-12);
            });
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(new long[] { }, new int[] { }, false)]
    [InlineData(new long[] { 1 }, new int[] { }, true)]
    [InlineData(new long[] { 7 }, new int[] { }, true)]
    [InlineData(new long[] { 7, 1 }, new int[] { }, true)]
    [InlineData(new long[] { 2, 2 }, new int[] { 0, 1 }, false)]
    [InlineData(new long[] { 6, 1, 4 }, new int[] { 0, 2 }, false)]
    [InlineData(new long[] { 1, 5, 6 }, new int[] { 1, 2 }, false)]
    public void Axes_with_a_matrix_are_neither_one_nor_everything(long[] shape, int[] dims, bool oneAxis)
    {
        using var x = zeros(shape);
        Assert.Equal(dims, Axes.WithMatrix(x));
        Assert.Equal(oneAxis, Axes.IsOneAxis(x));
    }

    [Fact]
    public void A_matrix_of_the_wrong_size_is_refused_by_name()
    {
        using var x = zeros(4, 3);
        var error = Assert.Throws<ArgumentException>(() => Axes.Multiply(x, eye(4), 1));
        Assert.Contains("[3, 3] or [3] for axis 1, but is [4, 4]", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Axes.Multiply(x, eye(4), 2));
    }

    [Fact]
    public void A_matrix_of_another_dtype_is_refused_before_native_code_sees_it()
    {
        using var x = zeros(4, 3);
        using var matrix = eye(3, dtype: ScalarType.Float64);
        var error = Assert.Throws<ArgumentException>(() => Axes.Multiply(x, matrix, 1));
        Assert.Contains("must be Float32", error.Message, StringComparison.Ordinal);
    }
}
