using OptimNotebookExt.Recording;
using OptimNotebookExt.Views;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Views;

public sealed class TensorViewTests
{
    public static TheoryData<string, string> Hostile => new()
    {
        { "disposed", "has been disposed" },
        { "scalar", "3.5" },
        { "scalar nan", "NaN" },
        { "empty", "none, the tensor is empty" },
        { "empty matrix", "none, the tensor is empty" },
        { "one element", "−2" },
        { "all nan", "6 of 6" },
        { "inf", "2 of 4" },
        { "zeros", "range     0" },
        { "float16", "Float16 on cpu" },
        { "bfloat16", "BFloat16 on cpu" },
        { "int64", "Int64 on cpu" },
        { "uint8", "Byte on cpu" },
        { "bool", "Bool on cpu" },
        { "complex", "of the moduli" },
        { "sparse", "2 stored elements" },
        { "row", "[1, 5]" },
        { "four axes", "first of 6 slices [4, 5]" },
        { "empty slice", "none, the tensor is empty" },
        { "requires grad", "requires grad" },
        { "meta", "cannot be read" },
        { "transposed", "[3, 2]" },
        { "expanded", "[2, 3]" },
        { "long line", "100\u202f000" },
        { "large matrix", "600 × 700 values shown as" },
    };

    [Theory, MemberData(nameof(Hostile))]
    public void Every_tensor_is_shown_truly(string name, string says)
    {
        using var tensor = Make(name);
        if (name == "disposed")
            tensor.Dispose();
        var view = TensorView.Of(tensor, $"<script>{name}</script>");
        Assert.Contains(says, view.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("cannot be drawn", view.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("cannot be drawn", view.ToHtml(), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>" + name, view.ToHtml(), StringComparison.Ordinal);
        Assert.StartsWith($"<script>{name}", view.Summary, StringComparison.Ordinal);
        Assert.InRange(view.ToHtml().Length, 30, 70_000);
    }

    [Theory]
    [InlineData("scalar")]
    [InlineData("all nan")]
    [InlineData("inf")]
    [InlineData("bool")]
    [InlineData("four axes")]
    [InlineData("transposed")]
    public void A_snapshot_is_shown_as_its_tensor(string name)
    {
        using var tensor = Make(name);
        Assert.Equal(TensorView.Of(tensor).ToString(), TensorSnapshot.Of(tensor).View().ToString());
        Assert.Equal(TensorView.Of(tensor).ToHtml(), TensorSnapshot.Of(tensor).View().ToHtml());
    }

    [Fact]
    public void A_snapshot_without_elements_says_so()
    {
        using var tensor = ones(4, 4);
        Assert.Contains("were not kept", TensorSnapshot.Of(tensor, elementLimit: 3).View().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Statistics_by_chunks_are_those_of_the_whole()
    {
        using var generator = new Generator(1, CPU);
        using var tensor = randn(700, 800, generator: generator);
        tensor[3, 5] = float.NaN;
        var whole = TensorSnapshot.Of(tensor).Statistics;
        var chunked = OptimNotebookExt.Views.Measuring.ChunkedStatistics.Of(tensor);
        Assert.Equal((whole.Count, whole.NonFinite, whole.Min, whole.Max), (chunked.Count, chunked.NonFinite, chunked.Min, chunked.Max));
        Assert.Equal(whole.Mean, chunked.Mean, 12);
        Assert.Equal(whole.Rms, chunked.Rms, 12);
    }

    [Fact]
    public void The_view_reads_as_approved()
    {
        using var tensor = Matrices.NearIdentity(3);
        Approved.Verify(TensorView.Of(tensor, "a").ToString(), "view-tensor.txt");
    }

    private static Tensor Make(string name) => name switch
    {
        "disposed" or "zeros" => zeros(2, 3),
        "scalar" => tensor(3.5),
        "scalar nan" => tensor(float.NaN),
        "empty" => zeros(0),
        "empty matrix" => zeros(0, 3),
        "one element" => full([1, 1, 1], -2.0),
        "all nan" => full([2, 3], double.NaN),
        "inf" => tensor(new[,] { { 1, double.PositiveInfinity }, { double.NegativeInfinity, 2 } }),
        "float16" => ones([2, 3], dtype: ScalarType.Float16),
        "bfloat16" => ones([2, 3], dtype: ScalarType.BFloat16),
        "int64" => arange(6).reshape(2, 3),
        "uint8" => ones([2, 3], dtype: ScalarType.Byte),
        "bool" => eye(3, dtype: ScalarType.Bool),
        "complex" => ones([2, 3], dtype: ScalarType.ComplexFloat32),
        "sparse" => eye(2).to_sparse(),
        "row" => arange(5.0).reshape(1, 5),
        "four axes" => arange(120.0).reshape(2, 3, 4, 5),
        "empty slice" => zeros(3, 2, 0),
        "requires grad" => ones([2, 3], requires_grad: true),
        "meta" => ones([2, 3], device: META),
        "transposed" => arange(6.0).reshape(2, 3).t(),
        "expanded" => arange(3.0).expand(2, 3),
        "long line" => arange(100_000).sin(),
        "large matrix" => Matrices.NearIdentity(700)[TensorIndex.Slice(0, 600)],
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Not a case."),
    };
}
