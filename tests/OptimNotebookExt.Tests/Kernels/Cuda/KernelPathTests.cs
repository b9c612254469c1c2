using FsCheck;
using FsCheck.Fluent;
using OptimNotebookExt.Kernels.Cuda;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Optimizers.Batches;
using OptimNotebookExt.Tests.Optimizers;
using OptimNotebookExt.Tests.Optimizers.Failures;
using OptimNotebookExt.Tests.Projections;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Kernels.Cuda;

/// <summary>The kernels for CUDA devices, compiled for the CPU, against the reference path.</summary>
[Trait(Once.Name, Once.Value)]
public sealed class KernelPathTests
{
    public static TheoryData<string> Names => [.. DeviceKernels.Sources];

    public static TheoryData<string, ScalarType> Cases => new()
    {
        { "Eve", ScalarType.Float32 },
        { "Eve", ScalarType.Float64 },
        { "Cain", ScalarType.Float32 },
        { "Cain", ScalarType.Float64 },
    };

    [GppTheory, MemberData(nameof(Cases))]
    public void On_random_shapes_they_equal_the_reference(string optimizer, ScalarType dtype) =>
        Prop.ForAll(Shapes.Arbitrary(1, 4), shaped =>
        {
            using var pair = Pair(optimizer, dtype, shaped.Seed, shaped.Shape, [5, 4], shaped.Shape, [37, 11], [7], [90]);
            for (var step = 0; step < 23; step++)
                pair.Step(shaped.Seed + step);
            Assert.InRange(pair.Difference(), 0, pair.Tolerance);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20).WithQuietOnSuccess(true));

    [GppTheory, MemberData(nameof(Cases))]
    public void Empty_parameters_and_single_numbers_step_as_the_reference_does(string optimizer, ScalarType dtype)
    {
        using var pair = Pair(optimizer, dtype, 1, [0], [3, 0], [], [], [1], [1, 1], [2], [2], [1, 3, 1]);
        for (var step = 0; step < 23; step++)
            pair.Step(step);
        Assert.InRange(pair.Difference(), 0, pair.Tolerance);
    }

    // Another axis and a clamp are due at every member's own count.
    [GppTheory, MemberData(nameof(Cases))]
    public void Skips_and_missing_gradients_leave_every_parameter_at_its_own_step(string optimizer, ScalarType dtype)
    {
        using var pair = Pair(optimizer, dtype, 3, [5, 4], [5, 4], [5, 4], [90], [90], [6, 3, 2], [6, 3, 2], []);
        var random = new Random(4);
        for (var step = 0; step < 47; step++)
        {
            var (bad, missing) = (random.Next(12), random.Next(12));
            pair.Step(step, parameters =>
            {
                if (bad < parameters.Length)
                    parameters[bad].Parameter.grad!.view(-1)[-1].fill_(random.Next(2) == 0 ? double.NaN : double.NegativeInfinity);
                if (missing < parameters.Length)
                    parameters[missing].Parameter.grad = null;
            });
        }
        Assert.Equal(pair.SlowOptimizer.Failures, pair.FastOptimizer.Failures);
        Assert.InRange(pair.FastOptimizer.Failures.Count, 4, 8);
        Assert.InRange(pair.Difference(), 0, pair.Tolerance);
    }

    [GppTheory, MemberData(nameof(Cases))]
    public void A_parameter_that_is_skipped_stays_to_the_bit(string optimizer, ScalarType dtype)
    {
        using var pair = Pair(optimizer, dtype, 3, [5, 40], [5, 4], [9], []);
        for (var step = 0; step < 23; step++)
        {
            var before = new Frozen(pair.FastOptimizer, [pair.Fast[0], pair.Fast[3]]);
            pair.Step(step, parameters =>
            {
                if (step % 3 != 2)
                    return;
                parameters[0].Parameter.grad![4, 39].fill_(double.NaN);
                parameters[3].Parameter.grad!.fill_(double.PositiveInfinity);
            });
            if (step % 3 == 2)
                Assert.Empty(before.DifferencesTo(new Frozen(pair.FastOptimizer, [pair.Fast[0], pair.Fast[3]])));
        }
        Assert.Equal(7, pair.FastOptimizer.Failures["p3"].SkippedSteps);
    }

    [GppTheory, MemberData(nameof(Names))]
    public void Raise_throws_before_anything_has_changed_and_propagate_lets_values_spread(string optimizer)
    {
        using var pair = Pair(optimizer, ScalarType.Float32, 3, [5, 4], [5, 4]);
        pair.Step(0);
        pair.Step(1);
        pair.FastOptimizer.FailurePolicy.NonFiniteGradients = NonFiniteGradients.Raise;
        var before = new Frozen(pair.FastOptimizer, pair.Fast);
        Assert.Equal("p1", Assert.Throws<StepFailedException>(() => pair.Step(2, Spoil)).Parameter);
        Assert.Empty(before.DifferencesTo(new Frozen(pair.FastOptimizer, pair.Fast)));

        pair.FastOptimizer.FailurePolicy.NonFiniteGradients = pair.SlowOptimizer.FailurePolicy.NonFiniteGradients = NonFiniteGradients.Propagate;
        pair.Step(3, Spoil);
        Assert.Equal(pair.Slow[1].Parameter.Doubles().Select(double.IsNaN), pair.Fast[1].Parameter.Doubles().Select(double.IsNaN));
        Assert.Contains(pair.Fast[1].Parameter.Doubles(), double.IsNaN);
        Assert.All(pair.Fast[0].Parameter.Doubles(), v => Assert.True(double.IsFinite(v)));

        static void Spoil((string Name, Parameter Parameter)[] parameters) => parameters[1].Parameter.grad![2, 3].fill_(double.NaN);
    }

    [GppTheory, MemberData(nameof(Cases))]
    public void Groups_have_hyper_parameters_of_their_own_and_decay_and_clamps_act_where_they_are_due(string optimizer, ScalarType dtype)
    {
        (string, double)[] hyper = optimizer == "Eve" ? [("weight_decay", 0.05), ("target_rms", 0.9)] : [("param_max", 0.5), ("scale_speed", 0.4), ("rms_eps", 0.09)];
        using var pair = Pair(optimizer, dtype, 5, hyper, [6, 7], [33, 3], [70]);
        (string, Parameter)[] fast = TestModels.Parameters(8, dtype, [6, 7], [4]), slow = TestModels.Parameters(8, dtype, [6, 7], [4]);
        Add(pair.FastOptimizer, fast);
        Add(pair.SlowOptimizer, slow);
        for (var step = 0; step < 23; step++)
        {
            TestModels.SetGradients(fast, 100 + step);
            TestModels.SetGradients(slow, 100 + step);
            pair.Step(step);
        }
        Assert.InRange(pair.Difference(), 0, pair.Tolerance);

        void Add(ResearchOptimizer to, (string, Parameter)[] parameters)
        {
            Assert.True(OptimizerCatalog.TryGet(optimizer, out var info));
            var options = info.NewOptions();
            options["lr"] = 0.02;
            to.add_param_group(info.NewGroup([.. parameters.Select(p => ("second." + p.Item1, p.Item2))], options));
        }
    }

    // One element left out of a norm, or taken twice, decides otherwise.
    [GppTheory]
    [InlineData(ScalarType.Float32, 1e-5)]
    [InlineData(ScalarType.Float64, 1e-12)]
    public void Decay_begins_exactly_at_the_target_rms(ScalarType dtype, double margin)
    {
        long[][] shapes = [[2], [7, 5], [64], [65], [10, 26], [1025]];
        using var pair = Pair("Eve", dtype, 1, [("lr", 0), ("weight_decay", 0.1)], [.. shapes, .. shapes]);
        using (no_grad())
        {
            foreach (var ((_, p), i) in pair.Fast.Select((p, i) => (p, i)).Concat(pair.Slow.Select((p, i) => (p, i))))
                p.fill_(Scalars.Of(0.1 * (i < shapes.Length ? 1 + margin : 1 - margin)));
        }
        for (var step = 0; step < 2; step++)
        {
            pair.Step(step);
            for (var i = 0; i < 2 * shapes.Length; i++)
                Assert.All(pair.Fast[i].Parameter.Doubles(), v => Assert.Equal(i < shapes.Length ? 0.09 : 0.1, v, 2e-6));
            // The first step is one of the reference path; the second begins with parameters as the first did.
            using var noTape = no_grad();
            foreach (var ((_, fast), (_, slow)) in pair.Fast.Zip(pair.Slow))
            {
                fast.fill_(Scalars.Of(0.1 * (fast.Doubles()[0] < 0.095 ? 1 + margin : 1 - margin)));
                slow.copy_(fast);
            }
        }
    }

    // A gradient of another layout is copied; a parameter of another layout is left to the batched operations, with its group.
    [GppTheory, MemberData(nameof(Cases))]
    public void Other_layouts_step_as_the_reference_does(string optimizer, ScalarType dtype)
    {
        var launchers = new List<CpuLauncher>();
        using var pair = Pair(optimizer, dtype, 3, [], launchers.Add, [5, 4], [5, 4], [12, 12]);
        for (var step = 0; step < 13; step++)
        {
            pair.Step(step, parameters =>
            {
                parameters[2].Parameter.grad = parameters[2].Parameter.grad!.t();
                parameters[1].Parameter.grad = parameters[1].Parameter.grad![0].expand(5, 4);
            });
        }
        Assert.InRange(pair.Difference(), 0, pair.Tolerance);
        var before = Assert.Single(launchers).Launched.Count;
        Assert.Equal(5 * 12, before);

        using (no_grad())
        {
            pair.Fast[2].Parameter.set_(pair.Fast[2].Parameter.t());
            pair.Slow[2].Parameter.set_(pair.Slow[2].Parameter.t());
        }
        for (var step = 13; step < 20; step++)
            pair.Step(step);
        Assert.InRange(pair.Difference(), 0, pair.Tolerance);
        Assert.Equal(before, launchers[0].Launched.Count);
    }

    [GppTheory, MemberData(nameof(Names))]
    public void A_step_is_five_launches_however_many_parameters_and_shapes_there_are(string optimizer)
    {
        var launchers = new List<CpuLauncher>();
        using var pair = Pair(optimizer, ScalarType.Float32, 3, [], launchers.Add, [.. Enumerable.Range(1, 30).Select(i => new long[] { i, 1 + (i % 5) })]);
        pair.Step(0);
        pair.Step(1);
        var name = optimizer.ToLowerInvariant();
        Assert.Equal(["screen_chunks", "screen_tensors", $"{name}_reduce", $"{name}_decide", $"{name}_apply"], Assert.Single(launchers).Launched);
    }

    [GppTheory, MemberData(nameof(Cases))]
    public void In_whatever_order_threads_run_they_give_the_same_bits(string optimizer, ScalarType dtype)
    {
        Assert.Equal(Values(isReversed: false), Values(isReversed: true));

        double[] Values(bool isReversed)
        {
            using var pair = Pair(optimizer, dtype, 3, [50, 44], [6, 3, 12], [9], []);
            pair.FastOptimizer.Kernels = (source, _, type) => new CpuLauncher(source, type, CpuLauncher.Small) { IsReversed = isReversed };
            for (var step = 0; step < 12; step++)
                pair.Step(step);
            return [.. pair.FastOptimizer.States.SelectMany(s => s.TensorNames.Select(n => s[n]).Append(s.Parameter)).SelectMany(t => t.Doubles())];
        }
    }

    // As on a device, with tensors of more than one chunk.
    [GppTheory, MemberData(nameof(Cases))]
    public void The_layout_of_a_device_equals_the_reference(string optimizer, ScalarType dtype)
    {
        using var pair = Pair(optimizer, dtype, 3, [200, 170], [40000], [3, 64, 90], [33]);
        pair.FastOptimizer.Kernels = CpuLauncher.Choice(KernelLayout.Default);
        for (var step = 0; step < 7; step++)
            pair.Step(step);
        Assert.InRange(pair.Difference(), 0, pair.Tolerance);
    }

    private static PathPair Pair(string optimizer, ScalarType dtype, int seed, params long[][] shapes) => Pair(optimizer, dtype, seed, [], shapes);

    private static PathPair Pair(string optimizer, ScalarType dtype, int seed, (string, double)[] hyper, params long[][] shapes) => Pair(optimizer, dtype, seed, hyper, null, shapes);

    private static PathPair Pair(string optimizer, ScalarType dtype, int seed, (string, double)[] hyper, Action<CpuLauncher>? made, params long[][] shapes)
    {
        var pair = new PathPair(optimizer, OptimizerPath.Device, dtype, seed, hyper, shapes);
        pair.FastOptimizer.Kernels = CpuLauncher.Choice(CpuLauncher.Small, made);
        return pair;
    }
}
