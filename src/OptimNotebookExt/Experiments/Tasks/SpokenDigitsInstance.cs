using OptimNotebookExt.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>Model and utterances of <see cref="SpokenDigitsTask"/> for one seed.</summary>
internal sealed class SpokenDigitsInstance : TaskInstance
{
    private const int BatchSize = 32;
    private const int Digits = 10;
    private const int Hidden = 64;

    /// <summary>Mean and standard deviation of the bytes, nearly: the same for all, so that nothing is learned of the held-out part.</summary>
    private const double Mean = 140;

    private const double Deviation = 45;

    /// <summary>The convolutions: each halves the bands, and steps through time.</summary>
    private static readonly (int Channels, int TimeStep)[] Layers = [(16, 2), (32, 2), (64, 1), (64, 1)];

    private static readonly string[] Noises = ["white", "pink", "babble"];

    private readonly SpokenDigitsData data = SpokenDigitsData.Load(SpokenDigitsData.FilePath);
    private readonly SeededDraws draws;
    private readonly ScalarType dtype;
    private readonly ParameterSet parameters;
    private readonly SpokenDigitsMixer mixer;
    private readonly int[] order;
    private long ordered = -1;

    internal SpokenDigitsInstance(long seed, ScalarType dtype)
    {
        this.dtype = dtype;
        draws = new SeededDraws(seed);
        mixer = new SpokenDigitsMixer(data, seed);
        order = new int[data.SpeechDigits.Length];
        using var weights = new TaskDraws(seed);
        parameters = new ParameterSet(weights.At(0), dtype);
        var relu = Math.Sqrt(2);
        for (var i = 0; i < Layers.Length; i++)
        {
            parameters.Weight(FormattableString.Invariant($"{i}.weight"), relu, Layers[i].Channels, i == 0 ? 1 : Layers[i - 1].Channels, 3, 3);
            parameters.Zeros(FormattableString.Invariant($"{i}.bias"), Layers[i].Channels);
        }
        parameters.Weight("hidden.weight", relu, Hidden, 2 * Layers[^1].Channels * SpokenDigitsData.Bands / 16);
        parameters.Zeros("hidden.bias", Hidden);
        parameters.Weight("answer.weight", 1, Digits, Hidden);
        parameters.Zeros("answer.bias", Digits);
    }

    public override IReadOnlyList<(string name, Parameter parameter)> Parameters => parameters.Named;

    public override Tensor Loss(long index)
    {
        var batches = order.Length / BatchSize;
        Shuffle(epoch: index / batches);
        var numbers = order[(int)(index % batches * BatchSize)..][..BatchSize];
        var bytes = new byte[BatchSize * SpokenDigitsData.Size];
        for (var i = 0; i < BatchSize; i++)
            mixer.Mix(numbers[i], i, index, bytes.AsSpan(i * SpokenDigitsData.Size, SpokenDigitsData.Size));
        return functional.cross_entropy(Forward(Prepared(bytes)), tensor(numbers.Select(n => (long)data.SpeechDigits[n]).ToArray()));
    }

    public override double Evaluate() => Share(Answers());

    /// <summary>The error by ratio of speech to noise, and by kind of noise: <c>error_20db</c>, <c>error_babble</c>, ….</summary>
    public override IReadOnlyDictionary<string, double> Details()
    {
        var answers = Answers();
        return answers.GroupBy(a => a.Decibels).OrderBy(g => g.Key).Select(g => (Name: FormattableString.Invariant($"error_{g.Key}db"), Error: Share(g)))
            .Concat(answers.GroupBy(a => a.Noise).OrderBy(g => g.Key).Select(g => (Name: $"error_{Noises[g.Key]}", Error: Share(g))))
            .ToDictionary(e => e.Name, e => e.Error);
    }

    protected override void Dispose(bool disposing) => parameters.Dispose();

    private static double Share(IEnumerable<Answer> answers) => answers.Average(a => a.IsWrong ? 1.0 : 0);

    /// <summary>Of the held-out utterances in their order; the largest score is the answer.</summary>
    private Answer[] Answers()
    {
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        var answers = Forward(Prepared(data.Held)).argmax(1).data<long>().ToArray();
        return [.. answers.Select((answer, i) => new Answer(answer != data.HeldDigits[i], data.HeldDecibels[i], data.HeldNoises[i]))];
    }

    /// <summary>Bytes to numbers [utterances, 1, 32, 48] of mean 0 and variance 1, nearly.</summary>
    private Tensor Prepared(byte[] bytes) =>
        tensor(bytes, [bytes.Length / SpokenDigitsData.Size, 1, SpokenDigitsData.Bands, SpokenDigitsData.Frames]).to(dtype).Plus(-Mean).Over(Deviation);

    /// <summary>Features [utterances, 1, 32, 48] to scores [utterances, 10].</summary>
    private Tensor Forward(Tensor x)
    {
        var p = parameters.Named;
        for (var i = 0; i < Layers.Length; i++)
            x = functional.relu(functional.conv2d(x, p[2 * i].parameter, p[2 * i + 1].parameter, strides: [2, Layers[i].TimeStep], padding: [1, 1]));
        var pooled = cat([x.mean([3]), x.amax([3])], 1).flatten(1);
        return functional.linear(functional.relu(functional.linear(pooled, p[^4].parameter, p[^3].parameter)), p[^2].parameter, p[^1].parameter);
    }

    /// <summary>Fisher and Yates's shuffle, from numbers that depend on seed and epoch alone.</summary>
    private void Shuffle(long epoch)
    {
        if (epoch == ordered)
            return;
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = draws.Pick(new DrawKey(i, epoch, 0), i);
            (order[i], order[j]) = (order[j], order[i]);
        }
        ordered = epoch;
    }

    private readonly record struct Answer(bool IsWrong, long Decibels, int Noise);
}
