using OptimNotebookExt.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Layers;

[Collection(GlobalGenerator.Name)]
public sealed class ScaledLinearTests
{
    [Theory]
    [InlineData(1.0)]
    [InlineData(0.25)]
    public void Weight_is_that_of_Linear_under_the_same_seed_times_the_initial_scale(double scale)
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var plain = nn.Linear(30, 20);
        manual_seed(7);
        using var scaled = new ScaledLinear(30, 20, initial_scale: scale);

        Assert.Equal((plain.weight * scale).Doubles(), scaled.weight.Doubles());
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.25)]
    public void Bias_fills_the_interval_of_a_tenth_times_the_initial_scale(double scale)
    {
        manual_seed(3);
        using var layer = new ScaledLinear(2, 20_000, initial_scale: scale, dtype: ScalarType.Float64);

        var bias = layer.bias!.Doubles();
        var bound = 0.1 * scale;
        Assert.InRange(bias.Max(), 0.99 * bound, bound);
        Assert.InRange(bias.Min(), -bound, -0.99 * bound);
        // Mean and variance of a uniform distribution: 0 and bound²/3.
        Assert.Equal(0, bias.Average() / bound, 0.02);
        Assert.Equal(1.0 / 3, bias.Average(b => b * b) / (bound * bound), 0.01);
    }

    [Fact]
    public void Weight_stays_within_one_over_the_root_of_the_inputs()
    {
        manual_seed(4);
        using var layer = new ScaledLinear(100, 200, initial_scale: 2);

        var largest = layer.weight.Doubles().Max(Math.Abs);
        Assert.InRange(largest, 0.19, 0.2 + 1e-7);
    }

    [Fact]
    public void The_same_seed_gives_the_same_layer_and_another_seed_another()
    {
        Assert.Equal(Values(11), Values(11));
        Assert.NotEqual(Values(11), Values(12));

        static double[] Values(long seed)
        {
            manual_seed(seed);
            using var layer = new ScaledLinear(5, 4);
            return [.. layer.weight.Doubles(), .. layer.bias!.Doubles()];
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Forward_is_a_linear_map_without_a_scale(bool hasBias)
    {
        using var scope = NewDisposeScope();
        using var layer = new ScaledLinear(5, 4, hasBias, initial_scale: 0.5);
        var input = randn(2, 3, 5);

        var expected = matmul(input, layer.weight.t());
        if (hasBias)
            expected += layer.bias!;

        Assert.Equal([2, 3, 4], layer.call(input).shape);
        Assert.True(layer.call(input).allclose(expected));
    }

    [Fact]
    public void Gradients_reach_input_weight_and_bias()
    {
        using var scope = NewDisposeScope();
        using var layer = new ScaledLinear(5, 4);
        var input = randn([3, 5], requires_grad: true);

        layer.call(input).sum().backward();

        Assert.True(input.grad!.allclose(layer.weight.detach().sum(0).expand(3, 5)));
        Assert.True(layer.weight.grad!.allclose(input.detach().sum(0).expand(4, 5)));
        Assert.Equal([3, 3, 3, 3], layer.bias!.grad!.Doubles());
    }

    [Fact]
    public void Without_a_bias_there_is_one_parameter()
    {
        using var layer = new ScaledLinear(5, 4, hasBias: false);

        Assert.Null(layer.bias);
        Assert.Equal(["weight"], layer.named_parameters().Select(p => p.name));
    }

    [Fact]
    public void A_state_of_Linear_loads_under_the_same_names_also_inside_a_parent()
    {
        using var scope = NewDisposeScope();
        using var plain = nn.Sequential(("layer", nn.Linear(5, 4)));
        using var scaled = nn.Sequential(("layer", new ScaledLinear(5, 4)));

        var (missing, unexpected) = scaled.load_state_dict(plain.state_dict());

        Assert.Empty(missing);
        Assert.Empty(unexpected);
        Assert.Equal(["layer.weight", "layer.bias"], scaled.named_parameters().Select(p => p.name));
        var input = randn(3, 5);
        Assert.Equal(plain.call(input).Doubles(), scaled.call(input).Doubles());
    }

    [Fact]
    public void Inside_a_module_that_registers_its_fields_each_parameter_appears_once()
    {
        using var parent = new Parent();

        Assert.Equal(["inner.weight", "inner.bias"], parent.named_parameters().Select(p => p.name));
        Assert.Equal(["inner.weight", "inner.bias"], parent.state_dict().Keys);
        parent.to(ScalarType.Float64);
        Assert.Equal(["inner.weight", "inner.bias"], parent.state_dict().Keys);
        Assert.All(parent.parameters(), p => Assert.Equal(ScalarType.Float64, p.dtype));
    }

    [Fact]
    public void What_was_saved_loads_into_another_layer()
    {
        using var saved = new ScaledLinear(5, 4);
        using var loaded = new ScaledLinear(5, 4);
        using var stream = new MemoryStream();

        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
            saved.save(writer);
        stream.Position = 0;
        loaded.load(stream);

        Assert.Equal(saved.weight.Doubles(), loaded.weight.Doubles());
        Assert.Equal(saved.bias!.Doubles(), loaded.bias!.Doubles());
    }

    [Fact]
    public void Conversion_to_float64_keeps_values_names_and_use()
    {
        using var scope = NewDisposeScope();
        using var layer = new ScaledLinear(5, 4);
        var (weight, bias) = (layer.weight.Doubles(), layer.bias!.Doubles());

        Assert.Same(layer, layer.to(ScalarType.Float64));

        Assert.Equal((ScalarType.Float64, ScalarType.Float64), (layer.weight.dtype, layer.bias!.dtype));
        Assert.Equal(weight, layer.weight.Doubles());
        Assert.Equal(bias, layer.bias.Doubles());
        Assert.Equal([layer.weight.Handle, layer.bias.Handle], layer.parameters().Select(p => p.Handle));
        layer.call(randn([3, 5], dtype: ScalarType.Float64)).sum().backward();
        Assert.NotNull(layer.weight.grad);
    }

    [Theory]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    public void The_dtype_of_the_constructor_is_that_of_the_parameters(ScalarType dtype)
    {
        using var layer = new ScaledLinear(5, 4, dtype: dtype, device: CPU);

        Assert.Equal((dtype, dtype), (layer.weight.dtype, layer.bias!.dtype));
        Assert.True(layer.weight.requires_grad && layer.bias.requires_grad && layer.weight.is_leaf);
    }

    [Fact]
    public void A_layer_made_or_converted_in_a_scope_survives_it_and_is_freed_by_Dispose()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        ScaledLinear layer;
        using (NewDisposeScope())
        {
            layer = new ScaledLinear(5, 4);
            layer.to(ScalarType.Float64);
        }

        Assert.Equal(20, layer.weight.Doubles().Length);
        Assert.Equal(before + 2, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        layer.Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [InlineData(0, 4, 1.0, "inputSize")]
    [InlineData(5, -1, 1.0, "outputSize")]
    [InlineData(5, 4, -0.5, "initial_scale")]
    [InlineData(5, 4, double.NaN, "initial_scale")]
    [InlineData(5, 4, double.PositiveInfinity, "initial_scale")]
    public void Bad_arguments_are_named_with_their_value(long inputSize, long outputSize, double scale, string name)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new ScaledLinear(inputSize, outputSize, initial_scale: scale));

        Assert.Equal(name, error.ParamName);
        Assert.Contains("but is", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_integer_dtype_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new ScaledLinear(5, 4, dtype: ScalarType.Int64));

        Assert.Equal("dtype", error.ParamName);
        Assert.Contains("Int64", error.Message, StringComparison.Ordinal);
    }

    private sealed class Parent : nn.Module<Tensor, Tensor>
    {
        private readonly ScaledLinear inner = new(5, 4);

        public Parent()
            : base(nameof(Parent)) => RegisterComponents();

        public override Tensor forward(Tensor input) => inner.call(input);
    }
}
