using OptimNotebookExt.Diagnostics;
using OptimNotebookExt.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Diagnostics;

/// <summary>Attached diagnostics change nothing and keep nothing.</summary>
[Collection(GlobalGenerator.Name)]
public sealed class TransparencyTests
{
    [Fact]
    public void Training_with_diagnostics_is_bit_equal_to_training_without()
    {
        Assert.Equal(Train(attached: false), Train(attached: true));
    }

    [Fact]
    public void The_generator_is_left_as_it_is()
    {
        using var model = Models.Mlp();
        using var input = Models.Random(1, 7, 6);
        manual_seed(5);
        var expected = rand(1).item<float>();
        manual_seed(5);

        using (var diagnostics = TensorDiagnostics.Attach(model))
        {
            model.call(input).sum().backward();
            diagnostics.RecordParameters();
            diagnostics.Collect();
        }

        Assert.Equal(expected, rand(1).item<float>());
    }

    [Fact]
    public void The_output_is_the_very_tensor_that_forward_returned_and_hooks_are_gone_after_Dispose()
    {
        using var scope = NewDisposeScope();
        Tensor? returned = null;
        using var model = new Models.Map(x => returned = x * 2);
        var diagnostics = TensorDiagnostics.Attach(model);
        var input = Models.Random(1, 3, 4);

        Assert.Same(model.call(input), returned);
        var before = diagnostics.Collect();
        diagnostics.Dispose();
        model.call(input.requires_grad_()).sum().backward();
        diagnostics.Dispose();

        Assert.Equal(1, before["output"].Records);
        Assert.Null(returned!.grad);
        Assert.Throws<ObjectDisposedException>(diagnostics.Collect);
        Assert.Throws<ObjectDisposedException>(diagnostics.RecordParameters);
        using var again = TensorDiagnostics.Attach(model);
        Assert.Equal(0, again.Collect().Passes);
    }

    [Fact]
    public void Five_hundred_steps_leave_no_tensor_behind_even_without_a_dispose_scope()
    {
        using var model = Models.Mlp();
        using var input = Models.Random(1, 7, 6);
        var start = Live();
        var diagnostics = TensorDiagnostics.Attach(model);
        var counts = new List<long>();

        for (var step = 0; step < 500; step++)
        {
            using (var output = model.call(input))
            using (var loss = output.sum())
                loss.backward();
            if (step % 10 == 0)
                diagnostics.RecordParameters();
            if (step % 50 == 0)
                diagnostics.Collect();
            model.zero_grad();
            counts.Add(Live());
        }
        var report = diagnostics.Collect();
        diagnostics.Dispose();

        Assert.Equal(500, report["0.output.grad"].Records);
        // Neither step reads or collects, so both leave the outputs of one pass waiting.
        Assert.Equal(counts[49], counts[^1]);
        Assert.Equal(start, Live());
    }

    [Fact]
    public void Five_hundred_passes_that_never_see_a_backward_are_bounded()
    {
        using var model = Models.Mlp();
        using var input = Models.Random(1, 7, 6);
        using var diagnostics = TensorDiagnostics.Attach(model, new TensorDiagnosticsOptions { PendingLimit = 1000 });
        var counts = new List<long>();

        for (var step = 0; step < 500; step++)
        {
            model.call(input).Dispose();
            counts.Add(Live());
        }

        var report = diagnostics.Collect();
        Assert.Equal(counts[50], counts[^1]);
        Assert.Equal(0, report["0.output.grad"].Records);
        // 126 elements a pass: 7 earlier passes and a part of an eighth fit, and the latest is held whatever the limit.
        Assert.Equal(500, Numbers(report["0.output.grad"].Notes).Sum());
        Assert.InRange(Numbers(report["0.output.grad"].Notes)[1], 8, 9);

        static long[] Numbers(IEnumerable<string> notes) =>
            [.. notes.Select(n => long.Parse(new string([.. n.Where(char.IsDigit)]), System.Globalization.CultureInfo.InvariantCulture))];
    }

    [Fact]
    public void A_report_holds_no_tensor()
    {
        var before = Live();
        DiagnosticsReport report;
        using (var model = Models.Mlp())
        using (var input = Models.Random(1, 7, 6))
        using (var diagnostics = TensorDiagnostics.Attach(model))
        {
            model.call(input).Dispose();
            report = diagnostics.Collect();
        }

        Assert.Equal(before, Live());
        Assert.Contains("0.output", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Accumulators_outlive_the_scopes_of_the_steps()
    {
        using var model = Models.Mlp();
        using var diagnostics = TensorDiagnostics.Attach(model);

        for (var step = 0; step < 3; step++)
        {
            using var scope = NewDisposeScope();
            model.call(Models.Random(step, 7, 6)).sum().backward();
        }

        Assert.Equal((3, 3), (diagnostics.Collect()["0.output"].Records, diagnostics.Collect()["0.output.grad"].Records));
    }

    private static long Live() => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    private static double[] Train(bool attached)
    {
        using var scope = NewDisposeScope();
        manual_seed(17);
        using var model = nn.Sequential(nn.Linear(6, 8), nn.ReLU(inplace: true), nn.Dropout(0.3), nn.Flatten(), nn.LayerNorm(8), nn.Linear(8, 4));
        using var optimizer = new Eve(model.parameters(), lr: 0.01);
        using var diagnostics = attached ? TensorDiagnostics.Attach(model) : null;
        var seen = new List<double>();
        for (var step = 0; step < 20; step++)
        {
            optimizer.zero_grad();
            var output = model.call(randn(5, 6));
            // In place on the output, as in a residual sum.
            var loss = output.add_(1).square().mean();
            loss.backward();
            diagnostics?.RecordParameters();
            seen.AddRange([loss.ToDouble(), .. model.parameters().SelectMany(p => p.grad!.Doubles())]);
            optimizer.step();
            seen.AddRange(model.parameters().SelectMany(p => p.Doubles()));
        }
        return [.. seen];
    }
}
