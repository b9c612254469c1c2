using OptimNotebookExt.Optimizers;

namespace SpokenDigits;

/// <summary>Which utterances there are; it depends on a seed alone.</summary>
internal sealed class Plan(long seed)
{
    /// <summary>The seed of the file in the repository.</summary>
    internal const long CommittedSeed = 20;

    internal const int TrainingCount = 3600;
    internal const int NoiseCount = 500;
    internal const int HeldOutCount = 1000;
    private const int Speakers = 64;
    private const int BabbleVoices = 12;

    private static readonly string[] Words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    private static readonly string[] Sentences =
    [
        "The gradient of a layer is a matrix, and its axes are not alike.",
        "A quiet voice beside the window was asking where the river goes.",
        "Please take the early train, and bring the yellow umbrella with you.",
        "Most of what we measure is noise, but some of it is music.",
    ];

    private static readonly int[] Ratios = [0, 5, 10, 15, 20];

    private readonly SeededDraws draws = new(seed);

    private enum Purpose
    {
        Voice,
        Speed,
        Pitch,
        Noise,
        Onset,
        Babble,
        Speaker,
    }

    internal static string WordOf(int digit) => Words[digit];

    internal IEnumerable<Utterance> All(bool training) => Enumerable.Range(0, training ? TrainingCount : HeldOutCount).Select(n => At(training, n));

    /// <summary>Digits and ratios go round, so that all are equally frequent; the rest is drawn. Speeds that are multiples of ten are for training, those between for the held-out part.</summary>
    internal Utterance At(bool training, int number) => new(
        training,
        number,
        number % 10,
        VoiceOf(training, Purpose.Voice, number, 0),
        120 + 10 * (int)Pick(training, Purpose.Speed, number, 0, 8) + (training ? 0 : 5),
        30 + (int)Pick(training, Purpose.Pitch, number, 0, 40),
        (NoiseKind)Pick(training, Purpose.Noise, number, 0, 2),
        Ratios[number / 10 % Ratios.Length],
        draws.Uniform(Key(training, Purpose.Onset, number, 0)));

    /// <summary>A voice of the babble of a part, and what it says.</summary>
    internal (string Voice, string Sentence) Speaker(bool training, int speaker) => (VoiceOf(training, Purpose.Speaker, speaker, 0), Sentences[speaker % Sentences.Length]);

    /// <summary>Who is heard in babble, and from where in the sentence on, from 0 to 1.</summary>
    internal (int Speaker, double From)[] Babble(Noise noise) =>
    [
        .. Enumerable.Range(0, BabbleVoices).Select(voice => (
            (int)Pick(noise.IsTraining, Purpose.Babble, noise.Number, voice, Speakers - 1),
            draws.Uniform(Key(noise.IsTraining, Purpose.Babble, noise.Number, voice)))),
    ];

    /// <summary>A second of noise for training; the kinds go round, babble twice, which has more to learn from.</summary>
    internal static Noise TrainingNoise(int number) => new(true, number, (NoiseKind)Math.Min(number % 4, 2));

    /// <summary>The seed of what is drawn for it.</summary>
    internal long SeedOf(Noise noise) => Pick(noise.IsTraining, Purpose.Noise, noise.Number, 1, (1L << 53) - 1);

    private string VoiceOf(bool training, Purpose purpose, int number, int index)
    {
        var variants = training ? Voices.Training : Voices.HeldOut;
        var accent = Voices.Accents[(int)Pick(training, purpose, number, 2 * index, Voices.Accents.Count - 1)];
        return $"{accent}+{variants[(int)Pick(training, purpose, number, 2 * index + 1, variants.Count - 1)]}";
    }

    private long Pick(bool training, Purpose purpose, int number, int index, long maximum) => draws.Pick(Key(training, purpose, number, index), maximum);

    private static DrawKey Key(bool training, Purpose purpose, int number, int index) => new(2 * (int)purpose + (training ? 0 : 1), number, index);
}
