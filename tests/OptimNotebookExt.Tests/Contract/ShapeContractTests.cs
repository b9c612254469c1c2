using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Tests.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Contract;

/// <summary>Odd shapes and layouts.</summary>
public sealed class ShapeContractTests
{
    private static readonly long[][] Odd = [[], [0], [3, 0], [1], [1, 1], [1, 5], [5, 1], [2, 1, 3], [2, 3, 1, 2, 2], [1, 1, 4, 1, 3]];

    public static TheoryData<string> Cases => ContractCase.All;

    [Theory, MemberData(nameof(Cases))]
    public void Every_shape_steps_and_equals_the_reference_path(string key)
    {
        var c = ContractCase.Of(key);
        var (parameters, reference) = (c.Parameters(1, Odd), c.Parameters(1, Odd));
        var before = TestModels.Values(parameters);
        using var optimizer = c.Create(parameters, c.EveryStep);
        using var slow = c.On(OptimizerPath.Reference).Create(reference, c.EveryStep);
        Training.Run(optimizer, parameters, 0, 25);
        Training.Run(slow, reference, 0, 25);

        var after = TestModels.Values(parameters);
        Training.AssertClose(TestModels.Values(reference), after, c.Tolerance);
        Assert.All(before.Zip(after), pair => Assert.True(pair.First.Length == 0 || !pair.First.SequenceEqual(pair.Second)));
        Assert.All(optimizer.States, s => Assert.Equal(25, s.Step));
        Assert.All(Training.StateOf(optimizer), s => Assert.All(s.Value, v => Assert.True(double.IsFinite(v), s.Key)));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Views_that_are_not_contiguous_step_as_contiguous_parameters_do(string key)
    {
        var c = ContractCase.Of(key);
        using var values = TestModels.Parameters(1, c.Dtype, [6, 4, 5])[0].Parameter.detach().to(c.Device);
        Tensor[] views = [values[0].t(), values.permute(2, 0, 1), values.slice(0, 0, 6, 2), values.select(2, 1)];
        (string, Parameter)[] plain = [.. views.Select((v, i) => ($"v{i}", new Parameter(v.clone().contiguous())))];
        // Each on memory of its own, laid out as the view is.
        (string, Parameter)[] strided = [.. views.Select((v, i) => ($"v{i}", new Parameter(Strided(v))))];
        Assert.All(strided, p => Assert.False(p.Item2.is_contiguous()));
        using var one = c.With(c.Info.Create(plain, c.Options(c.EveryStep), FixedDraws.Instance), strict: false);
        using var two = c.With(c.Info.Create(strided, c.Options(c.EveryStep), FixedDraws.Instance), strict: false);
        Training.Run(one, plain, 0, 20);
        Training.Run(two, strided, 0, 20);

        Training.AssertClose(TestModels.Values(plain), TestModels.Values(strided), c.Tolerance);
    }

    [Theory, MemberData(nameof(Cases))]
    public void An_expanded_view_is_refused(string key)
    {
        var c = ContractCase.Of(key);
        using var narrow = ones([3, 1], dtype: c.Dtype, device: c.Device);
        var expanded = new Parameter(narrow.expand(3, 4));
        Assert.Contains("'wide' is an expanded view", Assert.Throws<ArgumentException>(() => c.Create([("wide", expanded)])).Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_gradient_or_parameter_of_another_shape_is_refused_and_nothing_changes(string key)
    {
        var c = ContractCase.Of(key);
        foreach (var steps in (int[])[0, 2])
        {
            var parameters = c.Parameters(1, [4, 3], [5, 2]);
            using var optimizer = c.With(c.Info.Create(parameters, c.Options()), strict: false);
            Training.Run(optimizer, parameters, 0, steps);
            TestModels.SetGradients(parameters, 3);
            var state = Training.StateOf(optimizer);
            var before = TestModels.Values(parameters);
            parameters[1].Parameter.grad = ones([2], dtype: c.Dtype, device: c.Device);
            Assert.Contains("gradient of 'p1' has shape [2], but the parameter [5, 2]", Assert.Throws<ArgumentException>(() => optimizer.step()).Message, StringComparison.Ordinal);
            Assert.Equal(before, TestModels.Values(parameters));

            using (no_grad())
            {
                using var other = zeros([2, 5], dtype: c.Dtype, device: c.Device);
                parameters[1].Parameter.set_(other);
                parameters[1].Parameter.grad = ones([2, 5], dtype: c.Dtype, device: c.Device);
            }
            Assert.Contains("parameter 'p1' is", Assert.Throws<ArgumentException>(() => optimizer.step()).Message, StringComparison.Ordinal);
            Assert.Equal(before[0], parameters[0].Parameter.Doubles());
            Training.AssertSameState(state, Training.StateOf(optimizer));
        }
    }

    private static Tensor Strided(Tensor view)
    {
        using var scope = NewDisposeScope();
        var copy = empty_strided(view.shape, [.. view.stride().Select(s => s * 2)], dtype: view.dtype, device: view.device);
        return copy.copy_(view).MoveToOuterDisposeScope();
    }
}
