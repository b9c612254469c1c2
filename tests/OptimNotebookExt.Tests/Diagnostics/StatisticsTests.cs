using OptimNotebookExt.Diagnostics;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Diagnostics;

public sealed class StatisticsTests
{
    [Fact]
    public void Outputs_of_every_submodule_match_a_direct_computation_over_all_batches()
    {
        using var scope = NewDisposeScope();
        using var model = Models.Mlp();
        using var diagnostics = TensorDiagnostics.Attach(model);
        Tensor[] inputs = [.. Enumerable.Range(10, 4).Select(seed => Models.Random(seed, 7, 6))];

        foreach (var input in inputs)
            model.call(input);

        var report = diagnostics.Collect();
        var layers = model.children().Cast<nn.Module<Tensor, Tensor>>().ToArray();
        var first = inputs.Select(layers[0].forward).ToArray();
        var second = first.Select(layers[1].forward).ToArray();
        var third = second.Select(layers[2].forward).ToArray();
        Direct.AssertMatches(report["0.output"], first);
        Direct.AssertMatches(report["1.output"], second);
        Direct.AssertMatches(report["2.output"], third);
        Direct.AssertMatches(report["output"], third);
        Assert.Equal(4, report.Passes);
    }

    [Theory]
    [InlineData(new long[] { 3, 4, 5 })]
    [InlineData(new long[] { 2, 1, 3, 4 })]
    [InlineData(new long[] { 9 })]
    [InlineData(new long[] { 1, 6 })]
    public void Any_number_of_axes_matches_a_direct_computation(long[] shape)
    {
        using var scope = NewDisposeScope();
        using var model = new Models.Map(x => x.clone());
        using var diagnostics = TensorDiagnostics.Attach(model);
        Tensor[] inputs = [.. Enumerable.Range(10, 3).Select(seed => Models.Random(seed, shape))];

        foreach (var input in inputs)
            model.call(input);

        Direct.AssertMatches(diagnostics.Collect()["output"], inputs);
    }

    [Fact]
    public void A_non_contiguous_output_is_read_by_its_indices()
    {
        using var scope = NewDisposeScope();
        using var model = new Models.Map(x => x.transpose(0, 2));
        using var diagnostics = TensorDiagnostics.Attach(model);
        var input = Models.Random(1, 3, 4, 5);

        model.call(input);

        Direct.AssertMatches(diagnostics.Collect()["output"], input.transpose(0, 2));
    }

    [Fact]
    public void Squares_of_tiny_float32_values_do_not_vanish_and_of_large_ones_do_not_overflow()
    {
        using var scope = NewDisposeScope();
        using var model = new Models.Map(x => x * 1);
        using var diagnostics = TensorDiagnostics.Attach(model);

        model.call(full([2, 2], 1e-30, dtype: ScalarType.Float32));
        var tiny = diagnostics.Collect()["output"];
        model.call(full([2, 2], 1e30, dtype: ScalarType.Float32));
        var large = diagnostics.Collect()["output"];

        Assert.Equal(1.0, tiny.Values.Rms / 1e-30, 1e-6);
        Assert.Equal(1.0, tiny.Dimensions[0].Eigenvalues![1] / 2e-60, 1e-6);
        Assert.Equal(1.0, large.Values.Rms / (1e30 / Math.Sqrt(2)), 1e-6);
    }

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float64)]
    public void Other_floating_point_types_are_accumulated_in_float64(ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        using var model = new Models.Map(x => x.clone());
        using var diagnostics = TensorDiagnostics.Attach(model);
        var input = Models.Random(1, 40, 30).to(dtype);

        model.call(input);

        var diagnostic = diagnostics.Collect()["output"];
        Assert.Equal(dtype.ToString(), diagnostic.DataType);
        Direct.AssertMatches(diagnostic, input);
    }

    [Fact]
    public void A_smaller_last_batch_joins_the_statistics_but_ends_the_eigenvalues_of_its_axis()
    {
        using var scope = NewDisposeScope();
        using var model = new Models.Map(x => x.clone());
        using var diagnostics = TensorDiagnostics.Attach(model);
        var (large, small) = (Models.Random(1, 5, 3), Models.Random(2, 2, 3));

        model.call(large);
        model.call(small);

        var diagnostic = diagnostics.Collect()["output"];
        Assert.Equal([-1, 3], diagnostic.Shape);
        Assert.Equal(21, diagnostic.Values.Count);
        var (batch, feature) = (diagnostic.Dimensions[0], diagnostic.Dimensions[1]);
        Assert.Equal([2, 5], batch.Sizes);
        Assert.Equal(21, batch.Count);
        Assert.Null(batch.Eigenvalues);
        Assert.Contains("varies", batch.EigenvaluesNote, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => batch[IndexStatistic.Eigenvalue]);
        // The indices of both sizes together: 2 + 5 means.
        var means = new[] { large, small }.SelectMany(x => x.to(ScalarType.Float64).mean([1]).Doubles()).ToArray();
        Assert.Equal(7, batch[IndexStatistic.Mean].Indices);
        Direct.AssertClose(means.Max(), batch[IndexStatistic.Mean].Percentiles[^1]);
        // The axis that kept its size is as if all rows came at once.
        var rows = cat([large, small]).to(ScalarType.Float64);
        var expected = linalg.eigvalsh(matmul(rows.t(), rows) / 7).Doubles();
        Assert.All(expected.Zip(feature.Eigenvalues!), p => Direct.AssertClose(p.First, p.Second));
    }

    [Fact]
    public void A_last_batch_of_one_joins_the_others()
    {
        using var scope = NewDisposeScope();
        using var model = new Models.Map(x => x.clone());
        using var diagnostics = TensorDiagnostics.Attach(model);

        model.call(ones(1, 3));
        model.call(2 * ones(4, 3));
        model.call(3 * ones(1, 3));

        var batch = diagnostics.Collect()["output"].Dimensions[0];
        Assert.Equal([1, 4], batch.Sizes);
        Assert.Equal(18, batch.Count);
        // Both batches of one share an index: its mean is 2, like that of the four others.
        Assert.Equal((5, 2, 2), (batch[IndexStatistic.Mean].Indices, batch[IndexStatistic.Mean].Percentiles[0], batch[IndexStatistic.Mean].Percentiles[^1]));
        Assert.Equal(3, batch[IndexStatistic.Maximum].Percentiles[^1]);
        Assert.Contains("varies", batch.EigenvaluesNote, StringComparison.Ordinal);
    }

    [Fact]
    public void Chosen_percentiles_are_those_of_the_report()
    {
        using var scope = NewDisposeScope();
        using var model = new Models.Map(x => x.clone());
        using var diagnostics = TensorDiagnostics.Attach(model, new TensorDiagnosticsOptions { Percentiles = [25, 50, 99] });

        model.call(tensor(new double[] { 1, 2, 3, 4, 10 }));

        var report = diagnostics.Collect();
        Assert.Equal([25, 50, 99], report.PercentileLevels);
        Assert.Equal([2, 3, 9.76], report["output"].Dimensions[0][IndexStatistic.Mean].Percentiles.Select(p => Math.Round(p, 12)));
    }
}
