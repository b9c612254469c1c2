using OptimNotebookExt.Diagnostics;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Diagnostics;

public sealed class LimitTests
{
    [Fact]
    public void An_axis_above_the_largest_eigen_size_has_percentiles_and_a_note_instead()
    {
        var diagnostic = Of(new() { MaxEigenSize = 4 }, [3, 5]);

        Assert.Equal(3, diagnostic.Dimensions[0].Eigenvalues!.Count);
        Assert.Null(diagnostic.Dimensions[1].Eigenvalues);
        Assert.Equal("its size 5 exceeds MaxEigenSize 4", diagnostic.Dimensions[1].EigenvaluesNote);
        Assert.Equal(5, diagnostic.Dimensions[1][IndexStatistic.Rms].Indices);
    }

    [Fact]
    public void Eigenvalues_are_the_first_to_go_at_the_memory_limit_those_of_the_largest_axis_before_others()
    {
        // Per-index sums take 7·(3 + 5) = 56, covariances 9 and 25.
        var all = Of(new() { MemoryLimit = 90 }, [5, 3]);
        var some = Of(new() { MemoryLimit = 89 }, [5, 3]);
        var none = Of(new() { MemoryLimit = 56 }, [5, 3]);

        Assert.All(all.Dimensions, d => Assert.NotNull(d.Eigenvalues));
        Assert.Equal("25 elements exceed what is left of MemoryLimit 89", some.Dimensions[0].EigenvaluesNote);
        Assert.NotNull(some.Dimensions[1].Eigenvalues);
        Assert.All(none.Dimensions, d => Assert.Null(d.Eigenvalues));
        Assert.All(none.Dimensions, d => Assert.Equal(15, d.Count));
    }

    [Fact]
    public void An_axis_that_does_not_fit_at_all_is_named_and_the_whole_tensor_is_kept()
    {
        var diagnostic = Of(new() { MemoryLimit = 21 }, [5, 3]);

        Assert.Equal([1], diagnostic.Dimensions.Select(d => d.Dimension));
        Assert.Equal(["dim 0: 1 records left out, their statistics exceed MemoryLimit 21"], diagnostic.Notes);
        Assert.Equal(15, diagnostic.Values.Count);
    }

    [Fact]
    public void Sizes_of_a_varying_axis_share_the_limit()
    {
        var sizes = Enumerable.Range(2, 30).Select(n => new long[] { n }).ToArray();

        var diagnostic = Of(new() { MemoryLimit = 7 * (2 + 3 + 4) }, sizes);

        var dimension = Assert.Single(diagnostic.Dimensions);
        Assert.Equal([2, 3, 4], dimension.Sizes);
        Assert.Equal(9, dimension.Count);
        Assert.Equal(sizes.Sum(s => s[0]), diagnostic.Values.Count);
        Assert.Contains("27 records left out", diagnostic.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Options_are_checked_when_set()
    {
        Assert.Equal("MemoryLimit", Assert.Throws<ArgumentOutOfRangeException>(() => new TensorDiagnosticsOptions { MemoryLimit = 0 }).ParamName);
        Assert.Equal("MaxEigenSize", Assert.Throws<ArgumentOutOfRangeException>(() => new TensorDiagnosticsOptions { MaxEigenSize = -1 }).ParamName);
        Assert.Equal("PendingLimit", Assert.Throws<ArgumentOutOfRangeException>(() => new TensorDiagnosticsOptions { PendingLimit = -1 }).ParamName);
        Assert.Throws<ArgumentNullException>(() => new TensorDiagnosticsOptions { Percentiles = null! });
        Assert.Throws<ArgumentNullException>(() => TensorDiagnostics.Attach(null!));
    }

    [Theory]
    [InlineData(new double[0])]
    [InlineData(new[] { 50.0, 10 })]
    [InlineData(new[] { 10.0, 10 })]
    [InlineData(new[] { -1.0, 50 })]
    [InlineData(new[] { 50.0, 100.5 })]
    [InlineData(new[] { double.NaN })]
    public void Percentiles_must_ascend_within_0_and_100(double[] percentiles)
    {
        var error = Assert.Throws<ArgumentException>(() => new TensorDiagnosticsOptions { Percentiles = percentiles });
        Assert.Equal("Percentiles", error.ParamName);
    }

    [Fact]
    public void Percentiles_changed_by_the_caller_later_stay_as_they_were_set()
    {
        double[] percentiles = [0, 50];
        var options = new TensorDiagnosticsOptions { Percentiles = percentiles };
        percentiles[1] = 200;

        Assert.Equal([0, 50], options.Percentiles);
    }

    private static TensorDiagnostic Of(TensorDiagnosticsOptions options, params long[][] shapes)
    {
        using var scope = NewDisposeScope();
        using var model = new Models.Map(x => x.clone());
        using var diagnostics = TensorDiagnostics.Attach(model, options);
        foreach (var shape in shapes)
            model.call(ones(shape));
        return diagnostics.Collect()["output"];
    }
}
