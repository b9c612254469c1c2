using OptimNotebookExt.Tests.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Contract;

/// <summary>Every optimizer goes in the right direction.</summary>
public sealed class DirectionTests
{
    public static TheoryData<string> Cases => ContractCase.All;

    [Theory, MemberData(nameof(Cases))]
    public void On_Rosenbrocks_valley(string key)
    {
        var c = ContractCase.Of(key);
        var p = new Parameter(tensor(new[] { -1.2, 1.0 }, dtype: c.Dtype, device: c.Device));
        using var optimizer = c.Create([("p", p)]);
        var first = 24.2;

        for (var step = 0; step < 150; step++)
        {
            var (x, y) = (p.Doubles()[0], p.Doubles()[1]);
            Set(p, tensor(new[] { -2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x) }, dtype: c.Dtype, device: c.Device));
            optimizer.step();
        }

        var last = p.Doubles();
        Assert.InRange(Math.Pow(1 - last[0], 2) + 100 * Math.Pow(last[1] - last[0] * last[0], 2), 0, first / 4);
    }

    [Theory, MemberData(nameof(Cases))]
    public void On_a_badly_scaled_quadratic(string key)
    {
        var c = ContractCase.Of(key);
        var (name, p) = c.Parameters(1, [6, 4])[0];
        using var target = TestModels.Parameters(2, c.Dtype, [6, 4])[0].Parameter.to(c.Device);
        // Curvatures over four decades along the rows.
        using var curvature = logspace(-2, 2, 6, dtype: c.Dtype, device: c.Device).unsqueeze(1);
        using var optimizer = c.Create([(name, p)]);
        var first = Loss();

        for (var step = 0; step < 150; step++)
        {
            using var scope = NewDisposeScope();
            Set(p, (curvature * (p.detach() - target)).MoveToOuterDisposeScope());
            optimizer.step();
        }

        Assert.InRange(Loss(), 0, first / 2);

        double Loss()
        {
            using var scope = NewDisposeScope();
            var difference = p.detach() - target;
            return (difference * difference * curvature).sum().ToDouble();
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void On_a_small_network(string key)
    {
        var c = ContractCase.Of(key);
        using var model = TestModels.Mlp(1, 6, 9).to(c.Dtype).to(c.Device);
        using var generator = new Generator(3, CPU);
        using var x = randn([16, 6], generator: generator).to(c.Dtype).to(c.Device);
        using var y = randn([16, 6], generator: generator).to(c.Dtype).to(c.Device);
        using var optimizer = c.Create([.. model.named_parameters()]);
        var losses = new List<double>();

        for (var step = 0; step < 120; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var difference = model.forward(x) - y;
            var loss = (difference * difference).mean();
            loss.backward();
            optimizer.step();
            losses.Add(loss.ToDouble());
        }

        Assert.InRange(losses[^1], 0, 0.8 * losses[0]);
    }

    private static void Set(Parameter parameter, Tensor gradient)
    {
        parameter.grad?.Dispose();
        using (gradient)
            parameter.grad = gradient;
    }
}
