using OptimNotebookExt.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Optimizers;

/// <summary>What every optimizer of the package must do, over the contract table.</summary>
public sealed class ContractTests
{
    private static readonly long[][] Shapes = [[], [1], [3], [7], [4, 3], [8, 5], [3, 4, 5], [6, 1, 4], [1, 7]];

    public static TheoryData<int> Optimizers => [.. Enumerable.Range(0, OptimizerCase.All.Length)];

    [Fact]
    public void Every_optimizer_of_the_catalog_has_a_row() =>
        Assert.Equal(OptimizerCatalog.All.Select(e => e.Name), OptimizerCase.All.Select(c => c.Name));

    [Theory, MemberData(nameof(Optimizers))]
    public void Every_option_has_a_bad_value_in_the_table(int row)
    {
        var specs = Entry(row).NewOptions().Specs.Select(s => s.Name).ToHashSet();
        var tested = OptimizerCase.All[row].BadOptions.Select(b => b.Name).ToHashSet();
        string[] anyValue = ["decay_factor_float32", "symmetrize_meta_grad", "meta_lr_twice", "fix_param_scale_args", "param_min_rms", "max_fullcov_size", "speedup_recalibrate_period", "speedup_first_step"];
        Assert.Empty(specs.Except(tested).Except(anyValue));
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void A_bad_option_names_argument_value_and_range(int row)
    {
        foreach (var (name, value) in OptimizerCase.All[row].BadOptions)
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => Entry(row).NewOptions()[name] = value);
            Assert.Equal(name, error.ParamName);
            Assert.Contains(Entry(row).NewOptions().Specs.Single(s => s.Name == name).Range, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void Bad_parameters_are_refused_before_any_state_exists(int row)
    {
        var c = OptimizerCase.All[row];
        var (p, q) = (new Parameter(ones(3)), new Parameter(ones(3, dtype: ScalarType.Float16)));
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => c.Create([])).Message, StringComparison.Ordinal);
        Assert.Contains("'b' is the same tensor as 'a'", Assert.Throws<ArgumentException>(() => c.Create([("a", p), ("b", p)])).Message, StringComparison.Ordinal);
        Assert.Contains("given twice", Assert.Throws<ArgumentException>(() => c.Create([("a", p), ("a", new Parameter(ones(2)))])).Message, StringComparison.Ordinal);
        Assert.Contains("Float16", Assert.Throws<ArgumentException>(() => c.Create([("a", q)])).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void A_sparse_gradient_is_refused_and_nothing_changes(int row)
    {
        var c = OptimizerCase.All[row];
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [4, 3], [5, 2]);
        using var optimizer = c.Create(parameters);
        TestModels.SetGradients(parameters, 2);
        parameters[1].Parameter.grad = eye(5)[TensorIndex.Colon, TensorIndex.Slice(0, 2)].to_sparse();
        var before = TestModels.Values(parameters);

        var error = Assert.Throws<ArgumentException>(() => optimizer.step());

        Assert.Contains("'p1' is sparse", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, TestModels.Values(parameters));
        Assert.Empty(optimizer.StateNames(parameters[0].Parameter));
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void A_parameter_without_gradient_keeps_value_and_state(int row)
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float64, Shapes);
        using var optimizer = OptimizerCase.All[row].Create(parameters);
        TestModels.SetGradients(parameters, 2);
        optimizer.step();
        var frozen = parameters[4].Parameter;
        frozen.grad = null;
        var (value, step) = (frozen.Doubles(), StateOf(optimizer, frozen, "step"));

        optimizer.step();

        Assert.Equal(value, frozen.Doubles());
        Assert.Equal(step, StateOf(optimizer, frozen, "step"));
        Assert.NotEqual(step, StateOf(optimizer, parameters[5].Parameter, "step"));
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void Gradients_are_never_written_into(int row)
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, Shapes);
        using var optimizer = OptimizerCase.All[row].Create(parameters);
        for (var step = 0; step < 45; step++)
        {
            TestModels.SetGradients(parameters, step);
            var before = parameters.Select(p => p.Parameter.grad!.Doubles()).ToArray();
            optimizer.step();
            Assert.Equal(before, parameters.Select(p => p.Parameter.grad!.Doubles()).ToArray());
        }
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void Many_groups_step_as_one_group_does(int row)
    {
        var (one, many) = (TestModels.Parameters(1, ScalarType.Float64, Shapes), TestModels.Parameters(1, ScalarType.Float64, Shapes));
        // Speed-up periods are relative to the group, so they are left out.
        (string, double)[] noSpeedup = OptimizerCase.All[row].Name == "NeutralGradient" ? [("lr_for_speedup", 1e-9)] : [];
        using var first = OptimizerCase.All[row].Create(one, noSpeedup);
        using var second = OptimizerCase.All[row].Create(many[..4], noSpeedup);
        second.add_param_group(Group(row, many[4..]));
        for (var step = 0; step < 45; step++)
        {
            TestModels.SetGradients(one, step);
            TestModels.SetGradients(many, step);
            first.step();
            second.step();
        }
        Assert.Equal(TestModels.Values(one), TestModels.Values(many));
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void A_group_keeps_its_own_options_and_a_scheduler_moves_them(int row)
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float64, [4, 3], [4, 3]);
        using var optimizer = OptimizerCase.All[row].Create(parameters[..1], ("lr", 0.01));
        var group = Group(row, parameters[1..]);
        group.Options.LearningRate = 0.002;
        optimizer.add_param_group(group);
        var scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1, 0.5);

        scheduler.step();

        Assert.Equal([0.005, 0.001], optimizer.ParamGroups.Select(g => g.LearningRate));
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void State_survives_the_callers_dispose_scope_and_is_freed_with_the_optimizer(int row)
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, Shapes);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var optimizer = OptimizerCase.All[row].Create(parameters);
        for (var step = 0; step < 3; step++)
        {
            using var scope = torch.NewDisposeScope();
            TestModels.SetGradients(parameters, step);
            optimizer.step();
        }
        Assert.All(optimizer.States, s => Assert.All(s.TensorNames, n => Assert.False(s[n].IsInvalid)));
        Assert.True(optimizer.TryGetState(parameters[4].Parameter, optimizer.StateNames(parameters[4].Parameter)[0], out var copy));
        copy!.Dispose();

        optimizer.Dispose();

        foreach (var (_, p) in parameters)
            p.grad = null;
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void A_saved_state_continues_bit_for_bit(int row)
    {
        var c = OptimizerCase.All[row];
        var (run, twin) = (TestModels.Parameters(1, ScalarType.Float32, Shapes), TestModels.Parameters(9, ScalarType.Float32, Shapes));
        using var optimizer = c.Create(run);
        Train(optimizer, run, 0, 33);
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
            optimizer.save_state_dict(writer);
        using (no_grad())
        {
            foreach (var (a, b) in run.Zip(twin))
                b.Parameter.copy_(a.Parameter);
        }

        using var resumed = c.Create(twin);
        stream.Position = 0;
        using (var scope = torch.NewDisposeScope())
        using (var reader = new BinaryReader(stream))
            resumed.load_state_dict(reader);
        Train(optimizer, run, 33, 30);
        Train(resumed, twin, 33, 30);

        Assert.Equal(TestModels.Values(run), TestModels.Values(twin));
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void A_closure_is_evaluated_with_gradients_and_its_loss_returned(int row)
    {
        var w = new Parameter(tensor(new double[] { 3, -2, 1, 4, 5, -6 }).reshape(2, 3));
        using var optimizer = OptimizerCase.All[row].Create([("w", w)]);
        var before = w.square().sum().ToDouble();

        for (var step = 0; step < 60; step++)
        {
            using var scope = torch.NewDisposeScope();
            var loss = optimizer.step(() =>
            {
                optimizer.zero_grad();
                var value = w.square().sum();
                value.backward();
                return value;
            });
            Assert.NotNull(loss);
            if (step == 0)
                Assert.Equal(before, loss.ToDouble());
        }
        Assert.True(w.square().sum().ToDouble() < before);
    }

    private static void Train(ResearchOptimizer optimizer, (string, Parameter)[] parameters, int from, int steps)
    {
        for (var step = from; step < from + steps; step++)
        {
            TestModels.SetGradients(parameters, step);
            optimizer.step();
        }
    }

    private static double StateOf(ResearchOptimizer optimizer, Parameter parameter, string name)
    {
        Assert.True(optimizer.TryGetState(parameter, name, out var tensor));
        using (tensor)
            return tensor!.ToDouble();
    }

    private static ParamGroup Group(int row, IEnumerable<(string, Parameter)> parameters) => OptimizerCase.All[row].Name switch
    {
        "Eve" => new NamedParamGroup<EveOptions>(parameters, new EveOptions()),
        "Cain" => new NamedParamGroup<CainOptions>(parameters, new CainOptions()),
        "LearnedGradient" => new NamedParamGroup<LearnedGradientOptions>(parameters, new LearnedGradientOptions()),
        _ => new NamedParamGroup<NeutralGradientOptions>(parameters, new NeutralGradientOptions()),
    };

    private static OptimizerEntry Entry(int row) => OptimizerCatalog.All[row];
}
