using OptimNotebookExt.Tests.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Contract;

/// <summary>What a step does with gradients, and without.</summary>
public sealed class GradientContractTests
{
    public static TheoryData<string> Cases => ContractCase.All;

    [Theory, MemberData(nameof(Cases))]
    public void Without_any_gradient_a_step_does_nothing(string key)
    {
        var c = ContractCase.Of(key);
        var parameters = c.Parameters(1, ContractCase.Shapes);
        using var optimizer = c.Create(parameters);
        var before = TestModels.Values(parameters);

        optimizer.step();

        Assert.Equal(before, TestModels.Values(parameters));
        Assert.Empty(Training.StateOf(optimizer));
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_parameter_without_gradient_keeps_value_and_state(string key)
    {
        var c = ContractCase.Of(key);
        var parameters = c.Parameters(1, ContractCase.Shapes);
        using var optimizer = c.Create(parameters);
        Training.Run(optimizer, parameters, 0, 2);
        var resting = parameters[4].Parameter;
        resting.grad = null;
        var (value, state) = (resting.Doubles(), Training.StateOf(optimizer));

        optimizer.step();

        Assert.Equal(value, resting.Doubles());
        var after = Training.StateOf(optimizer);
        Assert.All(state.Where(s => s.Key.StartsWith("p4/", StringComparison.Ordinal)), s => Assert.Equal(s.Value, after[s.Key]));
        Assert.Equal([3], after["p5/step"]);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Zero_gradients_move_nothing_and_stay_finite(string key)
    {
        var c = ContractCase.Of(key);
        var parameters = c.Parameters(1, ContractCase.Shapes);
        using var optimizer = c.Create(parameters, c.NoDecay);
        var before = TestModels.Values(parameters);
        foreach (var (_, p) in parameters)
            p.grad = zeros_like(p);

        for (var step = 0; step < 12; step++)
            optimizer.step();

        Assert.Equal(before, TestModels.Values(parameters));
        Assert.All(Training.StateOf(optimizer), s => Assert.All(s.Value, v => Assert.True(double.IsFinite(v), s.Key)));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Gradients_are_never_written_into(string key)
    {
        var c = ContractCase.Of(key);
        var parameters = c.Parameters(1, ContractCase.Shapes);
        using var optimizer = c.Create(parameters);
        for (var step = 0; step < 22; step++)
        {
            TestModels.SetGradients(parameters, step);
            var before = parameters.Select(p => p.Parameter.grad!.Doubles()).ToArray();
            optimizer.step();
            Assert.Equal(before, parameters.Select(p => p.Parameter.grad!.Doubles()).ToArray());
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_same_steps_twice_give_the_same_bits_of_parameters_and_state(string key)
    {
        var c = ContractCase.Of(key);
        var (first, second) = (c.Parameters(1, ContractCase.Shapes), c.Parameters(1, ContractCase.Shapes));
        using var one = c.Create(first);
        using var two = c.Create(second);
        Training.Run(one, first, 0, 25);
        Training.Run(two, second, 0, 25);

        Assert.Equal(TestModels.Values(first), TestModels.Values(second));
        Training.AssertSameState(Training.StateOf(one), Training.StateOf(two));
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_gradient_of_another_layout_or_an_expanded_one_gives_the_same_step(string key)
    {
        var c = ContractCase.Of(key);
        var (plain, turned) = (c.Parameters(1, [4, 3], [5, 2]), c.Parameters(1, [4, 3], [5, 2]));
        using var one = c.With(c.Info.Create(plain, c.Options()), strict: false);
        using var two = c.With(c.Info.Create(turned, c.Options()), strict: false);
        using var row = TestModels.Parameters(7, c.Dtype, [1, 2])[0].Parameter.detach().to(c.Device);
        for (var step = 0; step < 8; step++)
        {
            TestModels.SetGradients(plain[..1], step);
            plain[1].Parameter.grad = row.repeat(5, 1);
            turned[0].Parameter.grad = plain[0].Parameter.grad!.t().contiguous().t();
            turned[1].Parameter.grad = row.expand(5, 2);
            Assert.False(turned[0].Parameter.grad!.is_contiguous());
            one.step();
            two.step();
        }
        Training.AssertClose(TestModels.Values(plain), TestModels.Values(turned), c.Tolerance);
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_frozen_layer_stays_while_the_others_train(string key)
    {
        var c = ContractCase.Of(key);
        using var model = TestModels.Mlp(1, 4, 6).to(c.Dtype).to(c.Device);
        var named = model.named_parameters().ToArray();
        named[0].parameter.requires_grad_(false);
        using var optimizer = c.Create(named);
        var before = TestModels.Values(named.Select(n => (n.name, n.parameter)));

        for (var step = 0; step < 3; step++)
        {
            using var scope = NewDisposeScope();
            var output = model.forward(ones([2, 4], dtype: c.Dtype, device: c.Device));
            (output * output).sum().backward();
            optimizer.step();
        }

        Assert.Equal(before[0], named[0].parameter.Doubles());
        Assert.Empty(optimizer.StateNames(named[0].parameter));
        Assert.NotEqual(before[2], named[2].parameter.Doubles());
    }
}
