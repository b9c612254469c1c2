using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>The model of the experiment, Sequential(Linear, ReLU, Linear), with its pairs on the device.</summary>
internal sealed class EveCainNetwork : IDisposable
{
    private readonly Tensor x;
    private readonly Tensor y;

    internal EveCainNetwork(EveCainModelData data, EveCainShape shape, ScalarType dtype, Device device)
    {
        using var scope = NewDisposeScope();
        W1 = Make(data.W1, shape.Hidden, shape.Features);
        B1 = Make(data.B1, shape.Hidden);
        W2 = Make(data.W2, shape.Features, shape.Hidden);
        B2 = Make(data.B2, shape.Features);
        x = Put(data.X, shape.PairShape).DetachFromDisposeScope();
        y = Put(data.Y, shape.PairShape).DetachFromDisposeScope();

        Tensor Put(float[] values, params long[] size) => tensor(values, size, dtype: ScalarType.Float32).to(dtype).to(device);

        Parameter Make(float[] values, params long[] size)
        {
            var parameter = new Parameter(Put(values, size));
            parameter.DetachFromDisposeScope();
            return parameter;
        }
    }

    internal Parameter W1 { get; }

    internal Parameter B1 { get; }

    internal Parameter W2 { get; }

    internal Parameter B2 { get; }

    /// <summary>The parameters under the names they have in a Sequential.</summary>
    internal (string Name, Parameter Parameter)[] NamedParameters =>
        [("0.weight", W1), ("0.bias", B1), ("2.weight", W2), ("2.bias", B2)];

    /// <summary>loss = 100 · mean((ŷ - y)²) on one pair; 0-dim.</summary>
    internal Tensor Loss(long pair)
    {
        var prediction = functional.linear(functional.relu(functional.linear(x[pair], W1, B1)), W2, B2);
        return (prediction - y[pair]).Squared().mean().Times(100);
    }

    public void Dispose()
    {
        foreach (var (_, parameter) in NamedParameters)
            parameter.Dispose();
        x.Dispose();
        y.Dispose();
    }
}
