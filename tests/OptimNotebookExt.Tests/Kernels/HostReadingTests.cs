using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Tests.Contract;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Kernels;

/// <summary>
/// That the device path reads no number on the host is shown on tensors that have none: on torch's meta device every operation
/// knows shapes and dtypes alone, and whoever asks for a value, on whatever way, gets an exception.
/// </summary>
public sealed class HostReadingTests
{
    public static TheoryData<string, ScalarType> Cases => DevicePathTests.Cases;

    [Theory, MemberData(nameof(Cases))]
    public void Whole_steps_run_where_no_number_can_be_read(string optimizer, ScalarType dtype)
    {
        var parameters = Parameters(dtype, [5, 4], [5, 4], [9], [9], [6, 3, 2], [], [1], [2], [70, 60]);
        // Whose turn it is to learn the host must know, where a parameter may have been skipped; and who begins to gather.
        using var ours = Create(optimizer, parameters, ("lr_est_period", 1000), ("period", 1000), ("stats_steps", 1999));
        // The first step is one of the reference path, whose check of the gradients waits for the device.
        ours.FailurePolicy.NonFiniteGradients = NonFiniteGradients.Propagate;
        Step(ours, parameters);
        Step(ours, parameters);
        Assert.Equal(optimizer == "NeutralGradient", ours.States[0].Has("grad_cov_0") && !ours.States[0].Has("exp_avg"));
        ours.FailurePolicy.NonFiniteGradients = NonFiniteGradients.Skip;
        for (var step = 0; step < 200; step++)
        {
            // Who takes part changes now and then.
            if (step % 50 == 49)
                parameters[step / 50].Parameter.grad = null;
            ours.step();
        }

        // What reads a number does throw here: the proof could fail.
        Assert.ThrowsAny<Exception>(() => ours.Failures);
        Assert.ThrowsAny<Exception>(() => ours.States[0].Step);
        ours.FailurePolicy.NonFiniteGradients = NonFiniteGradients.Raise;
        Assert.ThrowsAny<Exception>(() => ours.step());
    }

    [Theory, MemberData(nameof(Cases))]
    public void Where_no_gradient_is_checked_steps_that_learn_read_nothing_either(string optimizer, ScalarType dtype)
    {
        var parameters = Parameters(dtype, [5, 4], [5, 4], [9], [6, 3, 2], [2], [70, 60]);
        using var ours = Create(optimizer, parameters, ("lr_est_period", 3), ("period", 3), ("eig_every", 1000));
        ours.FailurePolicy.NonFiniteGradients = NonFiniteGradients.Propagate;
        Step(ours, parameters);
        // The first update would decompose the covariances.
        foreach (var state in ours.States.Where(s => s.TryCount("nup", out _)))
            state.SetCount("nup", 1);
        for (var step = 0; step < 20; step++)
            ours.step();
        Assert.All(ours.States, s => Assert.True(!s.TryOwnCount("nup", out var updates) || updates == 1 + 6));
        Assert.ThrowsAny<Exception>(() => ours.States[0].Step);
    }

    // Not one step earlier, however many steps are not read.
    [Theory]
    [InlineData("LearnedGradient", "lr_est_period", 30, 30)]
    [InlineData("LearnedGradientStable", "period", 30, 30)]
    [InlineData("NeutralGradient", "stats_steps", 1950, 50)]
    public void The_first_step_that_reads_is_the_one_whose_turn_the_host_must_know(string optimizer, string hyper, double value, long due)
    {
        var parameters = Parameters(ScalarType.Float32, [5, 4], [5, 4], [9]);
        using var ours = Create(optimizer, parameters, (hyper, value));
        ours.FailurePolicy.NonFiniteGradients = NonFiniteGradients.Propagate;
        Step(ours, parameters);
        ours.FailurePolicy.NonFiniteGradients = NonFiniteGradients.Skip;
        var taken = ours.States[0].TryCount("step_within_period", out var within) ? within : ours.States[0].Step;
        Assert.InRange(taken, 1, due - 1);
        while (Record.Exception(() => ours.step()) is null)
            Assert.InRange(++taken, 1, due);
        Assert.Equal(due, taken);
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_reference_path_reads_numbers(string optimizer, ScalarType dtype)
    {
        var parameters = Parameters(dtype, [5, 4]);
        using var ours = Create(optimizer, parameters);
        ours.Path = OptimizerPath.Reference;
        Assert.ThrowsAny<Exception>(() => Step(ours, parameters));
    }

    private static (string Name, Parameter Parameter)[] Parameters(ScalarType dtype, params long[][] shapes) =>
        [.. shapes.Select((shape, i) => ($"p{i}", new Parameter(ones(shape, dtype: dtype, device: META))))];

    private static ResearchOptimizer Create(string optimizer, (string, Parameter)[] parameters, params (string Name, double Value)[] hyper)
    {
        Assert.True(OptimizerCatalog.TryGet(optimizer, out var info));
        var options = info.NewOptions();
        foreach (var (name, value) in hyper.Where(h => info.Options.Any(o => o.Name == h.Name)))
            options[name] = value;
        ParameterChecks.TakesMeta = true;
        try
        {
            var made = info.Create(parameters, options, FixedDraws.Instance);
            (made.Path, made.DeviceReadingPeriod) = (OptimizerPath.Device, long.MaxValue);
            return made;
        }
        finally
        {
            ParameterChecks.TakesMeta = false;
        }
    }

    private static void Step(ResearchOptimizer optimizer, (string Name, Parameter Parameter)[] parameters)
    {
        foreach (var (_, p) in parameters)
            p.grad = ones_like(p);
        optimizer.step();
    }
}
