using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TransformerStep;

/// <summary>An encoder that predicts one of a hundred classes at every place of 8 sequences.</summary>
internal sealed class Transformer : nn.Module<Tensor, Tensor>
{
    internal const int Width = 256;
    internal const int Layers = 4;
    internal const int Sequences = 8;
    private const int Classes = 100;
    private readonly Tensor input;
    private readonly Tensor target;
    private readonly TransformerEncoder encoder;
    private readonly Linear output;

    internal Transformer(int length)
        : base(nameof(Transformer))
    {
        using var layer = nn.TransformerEncoderLayer(Width, nhead: 4, dim_feedforward: 4 * Width, dropout: 0);
        encoder = nn.TransformerEncoder(layer, Layers);
        output = nn.Linear(Width, Classes);
        using var generator = new Generator(1, CPU);
        input = randn(length, Sequences, Width, generator: generator).DetachFromDisposeScope();
        target = randint(0, Classes, [length * Sequences], generator: generator).DetachFromDisposeScope();
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        using var hidden = encoder.forward(x, null, null);
        return output.forward(hidden);
    }

    /// <summary>Gradients of the loss on the one batch there is.</summary>
    internal void Backward()
    {
        using var scope = NewDisposeScope();
        zero_grad();
        nn.functional.cross_entropy(forward(input).flatten(0, 1), target).backward();
    }
}
