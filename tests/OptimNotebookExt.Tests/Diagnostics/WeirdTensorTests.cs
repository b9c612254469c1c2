using OptimNotebookExt.Diagnostics;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Diagnostics;

public sealed class WeirdTensorTests
{
    [Fact]
    public void Elements_that_are_not_finite_are_counted_and_left_out()
    {
        using var scope = NewDisposeScope();
        var diagnostic = Of(tensor(new[,] { { 1f, float.NaN, -3f }, { float.PositiveInfinity, float.NaN, 5f } }));

        AssertValues(new ValueStatistics(3, 3, 1, 3, Math.Sqrt(35.0 / 3), 2.0 / 3, -3, 5), diagnostic.Values);
        var columns = diagnostic.Dimensions[1];
        Assert.Equal(3, columns.Count);
        // The middle column has no finite element, so no statistic.
        Assert.Equal(2, columns[IndexStatistic.Mean].Indices);
        Assert.Equal((1, 1), (columns[IndexStatistic.Mean].Percentiles[0], columns[IndexStatistic.Mean].Percentiles[^1]));
        Assert.Equal((-3, 1), (columns[IndexStatistic.Minimum].Percentiles[0], columns[IndexStatistic.Minimum].Percentiles[^1]));
        // Column scatter with zeros for what is not finite: [[1, 0, -3], [0, 0, 0], [-3, 0, 34]] / 2.
        var expected = linalg.eigvalsh(tensor(new[,] { { 0.5, 0, -1.5 }, { 0, 0, 0 }, { -1.5, 0, 17 } })).Doubles();
        Assert.All(expected.Zip(columns.Eigenvalues!), p => Direct.AssertClose(p.First, p.Second));
    }

    [Fact]
    public void A_tensor_of_nothing_but_NaN_has_a_count_and_no_statistics()
    {
        using var scope = NewDisposeScope();
        var diagnostic = Of(full([2, 2], float.NaN));

        Assert.Equal((0, 4), (diagnostic.Values.Count, diagnostic.Values.NonFinite));
        Assert.True(double.IsNaN(diagnostic.Values.Mean) && double.IsNaN(diagnostic.Values.Maximum));
        Assert.All(diagnostic.Dimensions[0][IndexStatistic.Rms].Percentiles, p => Assert.True(double.IsNaN(p)));
    }

    [Fact]
    public void An_empty_output_is_a_record_without_values()
    {
        using var scope = NewDisposeScope();
        var diagnostic = Of(zeros(0, 3));

        Assert.Equal((1, 0), (diagnostic.Records, diagnostic.Values.Count));
        Assert.Equal(["empty"], diagnostic.Notes);
        Assert.Empty(diagnostic.Dimensions);
    }

    [Fact]
    public void An_empty_output_among_others_changes_nothing_but_the_shape()
    {
        using var scope = NewDisposeScope();
        var full = Models.Random(1, 4, 3);
        var diagnostic = Of(full, zeros(0, 3));

        Assert.Equal([-1, 3], diagnostic.Shape);
        Assert.Equal(2, diagnostic.Records);
        Assert.NotNull(diagnostic.Dimensions[0].Eigenvalues);
        Direct.AssertClose(full.to(ScalarType.Float64).mean().ToDouble(), diagnostic.Values.Mean);
    }

    [Fact]
    public void A_0_dim_output_has_whole_statistics_alone()
    {
        using var scope = NewDisposeScope();
        var diagnostic = Of(tensor(2.0), tensor(-4.0));

        AssertValues(new ValueStatistics(2, 0, -1, 3, Math.Sqrt(10), 0.5, -4, 2), diagnostic.Values);
        Assert.Empty(diagnostic.Shape);
        Assert.Empty(diagnostic.Dimensions);
    }

    [Fact]
    public void Integer_boolean_complex_and_sparse_outputs_are_skipped_with_the_reason()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(["skipped, Int64 is not a floating point type"], Of(arange(3)).Notes);
        Assert.Equal(["skipped, Bool is not a floating point type (2 times)"], Of(ones(2) > 0, ones(2) > 0).Notes);
        Assert.Equal(["skipped, ComplexFloat32 is not a floating point type"], Of(zeros(2, dtype: ScalarType.ComplexFloat32)).Notes);
        Assert.Equal(["skipped, sparse"], Of(ones(2, 2).to_sparse()).Notes);
        Assert.Equal(0, Of(arange(3)).Records);
    }

    [Fact]
    public void An_output_with_another_number_of_axes_joins_the_whole_alone()
    {
        using var scope = NewDisposeScope();
        var diagnostic = Of(ones(2, 3), ones(4));

        Assert.Equal(10, diagnostic.Values.Count);
        Assert.Equal(6, diagnostic.Dimensions[0].Count);
        Assert.Contains("another number of axes", diagnostic.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_that_is_no_tensor_is_noted()
    {
        using var scope = NewDisposeScope();
        using var model = new Models.Label();
        using var diagnostics = TensorDiagnostics.Attach(model);

        Assert.Equal("label", model.call(ones(1)));

        Assert.Equal(["skipped, not a tensor"], diagnostics.Collect()["output"].Notes);
    }

    [Fact]
    public void A_module_without_parameters_or_calls_gives_a_report()
    {
        using var model = nn.ReLU();
        using var diagnostics = TensorDiagnostics.Attach(model);

        var report = diagnostics.Collect();

        Assert.Empty(report.Tensors);
        Assert.Contains("never invoked through call(): the module itself", report.Notes);
        Assert.Contains("hooks:", report.ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => report["output"]);
    }

    [Fact]
    public void Outputs_in_no_grad_and_inference_mode_join_those_of_training_without_gradients()
    {
        using var scope = NewDisposeScope();
        using var model = Models.Mlp();
        using var diagnostics = TensorDiagnostics.Attach(model);

        using (inference_mode())
            model.call(Models.Random(1, 7, 6));
        using (no_grad())
            model.call(Models.Random(2, 7, 6));
        model.call(Models.Random(3, 7, 6)).sum().backward();
        using (inference_mode())
            Assert.Equal(1, diagnostics.Collect()["0.output.grad"].Records);

        Assert.Equal(3, diagnostics.Collect()["0.output"].Records);
        Assert.NotNull(diagnostics.Collect()["0.output"].Dimensions[0].Eigenvalues);
    }

    [Fact]
    public void A_leaf_as_output_keeps_its_gradient_to_itself()
    {
        using var scope = NewDisposeScope();
        using var model = new Models.Map(x => x);
        using var diagnostics = TensorDiagnostics.Attach(model);
        var input = ones([2, 2], requires_grad: true);

        (model.call(input) + 3 * input).sum().backward();

        var report = diagnostics.Collect();
        Assert.Equal(0, report["output.grad"].Records);
        Assert.Contains("leaf", report["output.grad"].Notes[0], StringComparison.Ordinal);
        Assert.Equal([4, 4, 4, 4], input.grad!.Doubles());
    }

    [Fact]
    public void A_forward_that_throws_does_not_disturb_later_passes()
    {
        using var scope = NewDisposeScope();
        using var model = Models.Mlp();
        using var diagnostics = TensorDiagnostics.Attach(model);

        Assert.ThrowsAny<Exception>(() => model.call(ones(2, 5)));
        model.call(ones(2, 6));
        model.call(ones(2, 6));

        var report = diagnostics.Collect();
        Assert.Equal(3, report.Passes);
        Assert.Equal(2, report["0.output"].Records);
    }

    [Fact]
    public void A_module_converted_meanwhile_goes_on_in_the_same_statistics()
    {
        using var scope = NewDisposeScope();
        using var model = Models.Mlp();
        using var diagnostics = TensorDiagnostics.Attach(model);

        model.call(ones(2, 6));
        diagnostics.RecordParameters();
        TorchSharp.ModuleExtensionMethods.to(model, ScalarType.Float64);
        model.call(ones([2, 6], dtype: ScalarType.Float64));
        diagnostics.RecordParameters();

        var report = diagnostics.Collect();
        Assert.Equal((2, "Float64"), (report["0.output"].Records, report["0.output"].DataType));
        Assert.Equal(60, report["0.weight"].Values.Count);
    }

    private static TensorDiagnostic Of(params Tensor[] outputs)
    {
        var next = 0;
        using var model = new Models.Map(_ => outputs[next++]);
        using var diagnostics = TensorDiagnostics.Attach(model);
        foreach (var _ in outputs)
            model.call(outputs[0]);
        return diagnostics.Collect()["output"];
    }

    private static void AssertValues(ValueStatistics expected, ValueStatistics actual)
    {
        Direct.AssertClose(expected.Rms, actual.Rms);
        Direct.AssertClose(expected.PositiveFraction, actual.PositiveFraction);
        Assert.Equal(expected with { Rms = 0, PositiveFraction = 0 }, actual with { Rms = 0, PositiveFraction = 0 });
    }
}
