using OptimNotebookExt.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>Model and text of <see cref="CharacterTask"/> for one seed.</summary>
internal sealed class CharacterInstance : TaskInstance
{
    private const int BatchSize = 16;
    private const int Length = CharacterText.PieceLength;
    private const int Width = 64;
    private const int Heads = 4;
    private const int Hidden = 128;

    private readonly CharacterText text;
    private readonly SeededDraws pieces;
    private readonly ParameterSet parameters;
    private readonly Parameter embedding, position, attend, project, widen, widenBias, narrow, narrowBias, readout, readoutBias;

    internal CharacterInstance(long seed, ScalarType dtype, CharacterText text)
    {
        this.text = text;
        pieces = new SeededDraws(seed);
        using var draws = new TaskDraws(seed);
        parameters = new ParameterSet(draws.At(0), dtype);
        embedding = parameters.Normal("embedding", 0.5, text.Alphabet.Length, Width);
        position = parameters.Normal("position", 0.5, Length, Width);
        attend = parameters.Weight("attend", 1, 3 * Width, Width);
        project = parameters.Weight("project", 0.7, Width, Width);
        widen = parameters.Weight("widen.weight", Math.Sqrt(2), Hidden, Width);
        widenBias = parameters.Zeros("widen.bias", Hidden);
        narrow = parameters.Weight("narrow.weight", 0.7, Width, Hidden);
        narrowBias = parameters.Zeros("narrow.bias", Width);
        readout = parameters.Weight("readout.weight", 0.3, text.Alphabet.Length, Width);
        readoutBias = parameters.Zeros("readout.bias", text.Alphabet.Length);
    }

    public override IReadOnlyList<(string name, Parameter parameter)> Parameters => parameters.Named;

    public override Tensor Loss(long index) => Loss([.. Enumerable.Range(0, BatchSize).Select(n => Piece(n, index))]);

    public override double Evaluate()
    {
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        return Loss([.. text.HeldOut]).ToDouble();
    }

    protected override void Dispose(bool disposing) => parameters.Dispose();

    /// <summary>A piece of the training blocks, any beginning as likely as another.</summary>
    private long[] Piece(int number, long step)
    {
        var block = text.Training[(int)pieces.Pick(new DrawKey(number, step, 0), text.Training.Count - 1)];
        var begin = (int)pieces.Pick(new DrawKey(number, step, 1), block.Length - Length - 1);
        return block[begin..(begin + Length + 1)];
    }

    private Tensor Loss(long[][] batch)
    {
        var all = tensor(batch.SelectMany(p => p).ToArray(), batch.Length, Length + 1);
        var predicted = Forward(all[.., ..Length]);
        return functional.cross_entropy(predicted.reshape(-1, text.Alphabet.Length), all[.., 1..].reshape(-1));
    }

    /// <summary>Characters [pieces, 64] to scores [pieces, 64, alphabet].</summary>
    internal Tensor Forward(Tensor characters)
    {
        var x = embedding.index_select(0, characters.reshape(-1)).reshape(characters.shape[0], Length, Width).Plus(position);
        x = x.Plus(Attention(Normalized(x)));
        var hidden = functional.relu(functional.linear(Normalized(x), widen, widenBias));
        x = x.Plus(functional.linear(hidden, narrow, narrowBias));
        return functional.linear(Normalized(x), readout, readoutBias);
    }

    private Tensor Attention(Tensor x)
    {
        var (count, length) = (x.shape[0], x.shape[1]);
        var qkv = functional.linear(x, attend).reshape(count, length, 3, Heads, Width / Heads).permute(2, 0, 3, 1, 4);
        var mixed = functional.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2], is_casual: true);
        return functional.linear(mixed.transpose(1, 2).reshape(count, length, Width), project);
    }

    private static Tensor Normalized(Tensor x) => functional.layer_norm(x, [Width]);
}
