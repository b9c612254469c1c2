using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Tests.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Contract;

/// <summary>What every optimizer refuses: the exception names argument, value and remedy, and nothing has changed.</summary>
public sealed class RefusalTests
{
    public static TheoryData<string> Cases => ContractCase.All;

    public static TheoryData<string> Names => [.. OptimizerCatalog.All.Select(i => i.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Every_option_has_a_bad_value_in_the_table(string name)
    {
        var info = Info(name);
        Assert.Empty(info.Options.Select(o => o.Name).Except(info.BadInputs.SelectMany(b => b.Options.Keys)));
        Assert.All(info.ShortRun.Keys, option => Assert.Contains(info.Options, o => o.Name == option));
        Assert.Equal(info.Name, info.Create([("p", new Parameter(ones(1)))]).Kind);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_bad_input_names_argument_value_and_range(string name)
    {
        var info = Info(name);
        foreach (var bad in info.BadInputs)
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => Make(info, bad));
            Assert.Equal(bad.Argument, error.ParamName);
            Assert.StartsWith(bad.Message, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_bad_group_is_not_added(string name)
    {
        var info = Info(name);
        using var optimizer = info.Create([("a", new Parameter(ones(3)))]);
        foreach (var bad in info.BadInputs)
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.add_param_group(info.NewGroup([("b", new Parameter(ones(2)))], OptionsOf(info, bad))));
            Assert.Equal(["a"], optimizer.ParameterNames);
            Assert.Single(optimizer.ParamGroups);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_learning_rate_a_schedule_spoiled_is_refused_before_the_step(string name)
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [4, 3]);
        foreach (var path in Info(name).Paths)
        {
            using var optimizer = Info(name).Create(parameters);
            optimizer.Path = path;
            Training.Run(optimizer, parameters, 0, 2);
            var before = TestModels.Values(parameters);
            optimizer.ParamGroups.Single().LearningRate = double.NaN;
            Assert.Contains("lr must be in [0, ∞), but is NaN", Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.step()).Message, StringComparison.Ordinal);
            Assert.Equal(before, TestModels.Values(parameters));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Dtypes_it_does_not_take_are_refused_by_name_with_what_to_do(string name)
    {
        var info = Info(name);
        foreach (var dtype in (ScalarType[])[ScalarType.Float16, ScalarType.BFloat16, ScalarType.Int64, ScalarType.Bool, ScalarType.ComplexFloat32])
        {
            Assert.DoesNotContain(dtype, info.Dtypes);
            var error = Assert.Throws<ArgumentException>(() => info.Create([("half", new Parameter(ones(3, dtype: dtype), requires_grad: false))]));
            Assert.Contains($"'half' is {dtype}; float32 and float64 are supported", error.Message, StringComparison.Ordinal);
            Assert.Contains("autocast", error.Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentOutOfRangeException>(() => info.Tolerance(dtype));
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Missing_nameless_and_dead_parameters_are_refused(string name)
    {
        var info = Info(name);
        var dead = new Parameter(ones(3));
        dead.Dispose();
        Assert.Contains("pass at least one parameter", Assert.Throws<ArgumentException>(() => info.Create([])).Message, StringComparison.Ordinal);
        Assert.Contains("'gone' is null or disposed", Assert.Throws<ArgumentException>(() => info.Create([("gone", dead)])).Message, StringComparison.Ordinal);
        Assert.Contains("'gone' is null or disposed", Assert.Throws<ArgumentException>(() => info.Create([("gone", null!)])).Message, StringComparison.Ordinal);
        Assert.Contains("names must differ", Assert.Throws<ArgumentException>(() => info.Create([("", new Parameter(ones(2)))])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => info.Create(null!));
        Assert.Contains("'ghost' is on the meta device", Assert.Throws<ArgumentException>(() => info.Create([("ghost", new Parameter(ones(3, device: META)))])).Message, StringComparison.Ordinal);
        using var sparse = eye(3).to_sparse();
        Assert.Contains("'thin' is sparse", Assert.Throws<ArgumentException>(() => info.Create([("thin", new Parameter(sparse))])).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Unfit_gradients_are_refused_and_nothing_changes(string key)
    {
        var c = ContractCase.Of(key);
        var other = c.Dtype == ScalarType.Float32 ? ScalarType.Float64 : ScalarType.Float32;
        (Func<Tensor> Gradient, string Message)[] unfit =
        [
            (() => ones([5, 2], dtype: c.Dtype, device: c.Device).to_sparse(), "'p1' is sparse"),
            (() => ones([5, 2], dtype: other, device: c.Device), $"'p1' is {other}"),
            (() => ones([5, 2], dtype: c.Dtype, device: META), "on meta"),
        ];
        foreach (var (gradient, message) in unfit)
        {
            foreach (var steps in (int[])[0, 3])
            {
                var parameters = c.Parameters(1, [4, 3], [5, 2]);
                using var optimizer = c.Create(parameters);
                Training.Run(optimizer, parameters, 0, steps);
                TestModels.SetGradients(parameters, 2);
                parameters[1].Parameter.grad = gradient();
                var (before, state) = (TestModels.Values(parameters), Training.StateOf(optimizer));

                Assert.Contains(message, Assert.Throws<ArgumentException>(() => optimizer.step()).Message, StringComparison.Ordinal);

                Assert.Equal(before, TestModels.Values(parameters));
                Training.AssertSameState(state, Training.StateOf(optimizer));
            }
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_parameter_disposed_between_steps_is_named_as_the_cause(string key)
    {
        var c = ContractCase.Of(key);
        var parameters = c.Parameters(1, [4, 3], [5, 2]);
        using var optimizer = c.Create(parameters);
        Training.Run(optimizer, parameters, 0, 2);
        parameters[1].Parameter.Dispose();
        TestModels.SetGradients(parameters[..1], 3);
        var before = parameters[0].Parameter.Doubles();

        Assert.Contains("make the optimizer after the module is where it shall stay", Assert.Throws<ArgumentException>(() => optimizer.step()).Message, StringComparison.Ordinal);
        Assert.Equal(before, parameters[0].Parameter.Doubles());
    }

    private static OptimizerInfo Info(string name) => OptimizerCatalog.TryGet(name, out var info) ? info : throw new ArgumentException(name);

    private static void Make(OptimizerInfo info, OptimizerBadInput bad)
    {
        using var optimizer = info.Create([("p", new Parameter(ones(2)))], OptionsOf(info, bad));
    }

    private static ResearchOptions OptionsOf(OptimizerInfo info, OptimizerBadInput bad)
    {
        var options = info.NewOptions();
        foreach (var (option, value) in bad.Options)
            options[option] = value;
        return options;
    }
}
