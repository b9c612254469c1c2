using static TorchSharp.torch;

namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>Draws the experiment's data in the order of the draft's <c>_test_eve_cain</c>.</summary>
internal static class EveCainGenerator
{
    internal static EveCainModelData Generate(long seed, EveCainModel model, EveCainShape shape)
    {
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        using var generator = new Generator(device: CPU);
        generator.manual_seed(seed);
        var input_magnitudes = Normal(shape.Features).exp();
        var output_magnitudes = Normal(shape.Features).exp();

        generator.manual_seed(seed);
        var (w1, b1) = DrawLinear(shape.Features, shape.Hidden);
        var (w2, b2) = DrawLinear(shape.Hidden, shape.Features);
        var (x, y) = (new List<Tensor>(), new List<Tensor>());
        for (var n = 0; n < shape.Pairs; n++)
        {
            x.Add(Normal(shape.PairShape[1..]).Times(100) * input_magnitudes);
            y.Add(Normal(shape.PairShape[1..]) * output_magnitudes);
        }
        return new EveCainModelData(Values(w1), Values(b1), Values(w2), Values(b2), Values(stack(x)), Values(stack(y)), Values(input_magnitudes), Values(output_magnitudes));

        Tensor Normal(params long[] size) => randn(size, dtype: ScalarType.Float32, generator: generator);

        Tensor Uniform(double bound, params long[] size) => empty(size, dtype: ScalarType.Float32).uniform_(-bound, bound, generator);

        (Tensor Weight, Tensor Bias) DrawLinear(int inputs, int outputs)
        {
            // kaiming_uniform_ with a = √5, in its own roundings; it comes to 1/√inputs.
            var weight_bound = Math.Sqrt(3) * (Math.Sqrt(2.0 / (1 + 5)) / Math.Sqrt(inputs));
            var weight = Uniform(weight_bound, outputs, inputs);
            var bias = Uniform(1 / Math.Sqrt(inputs), outputs);
            // ScaledLinear draws its bias anew, after Linear has drawn one.
            return (weight, model == EveCainModel.ScaledLinear ? Uniform(0.1, outputs) : bias);
        }
    }

    private static float[] Values(Tensor tensor) => tensor.contiguous().data<float>().ToArray();
}
