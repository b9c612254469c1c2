using OptimNotebookExt.Checkpoints.SafeTensors;
using static TorchSharp.torch;

namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>
/// The data of <see cref="SpokenDigitsTask"/>, as bytes: clean utterances and noise for training, mixtures held out. A file
/// is verified whole before anything is taken from it.
/// </summary>
internal sealed class SpokenDigitsData
{
    internal const int Bands = 32;
    internal const int Frames = 48;

    /// <summary>Numbers of an utterance, [bands, frames].</summary>
    internal const int Size = Bands * Frames;

    /// <summary>The dB that 0 is below 255, the largest.</summary>
    internal const double Range = 64;

    private SpokenDigitsData(Dictionary<string, byte[]> parts) =>
        (Speech, SpeechFrames, SpeechDigits, Noise, Held, HeldDigits, HeldDecibels, HeldNoises) =
        (parts["train.features"], parts["train.frames"], parts["train.digits"], parts["noise.features"], parts["test.features"], parts["test.digits"], parts["test.decibels"], parts["test.noises"]);

    internal static string FilePath => TaskData.Find("spoken-digits", "features.safetensors");

    /// <summary>Clean utterances [utterances, 32, 48], each from the first frame on.</summary>
    internal byte[] Speech { get; }

    /// <summary>The frames that each lasts.</summary>
    internal byte[] SpeechFrames { get; }

    internal byte[] SpeechDigits { get; }

    /// <summary>Noise [seconds, 32, 48].</summary>
    internal byte[] Noise { get; }

    /// <summary>Held-out mixtures [utterances, 32, 48].</summary>
    internal byte[] Held { get; }

    internal byte[] HeldDigits { get; }

    /// <summary>The power of speech over that of noise, in dB.</summary>
    internal byte[] HeldDecibels { get; }

    /// <summary>White, pink, babble.</summary>
    internal byte[] HeldNoises { get; }

    /// <exception cref="InvalidDataException">The file is damaged or of another form.</exception>
    internal static SpokenDigitsData Load(string path)
    {
        using var stream = File.OpenRead(path);
        try
        {
            using var file = SafeTensorsFile.Read(stream, withTensors: true);
            var parts = new Dictionary<string, byte[]>();
            foreach (var (features, labels) in ((string, string[])[])[("train", ["frames", "digits"]), ("noise", []), ("test", ["digits", "decibels", "noises"])])
            {
                var count = Take(features + ".features", -1, Bands, Frames);
                foreach (var label in labels)
                    Take($"{features}.{label}", count);
            }
            return new SpokenDigitsData(parts);

            long Take(string name, params long[] shape)
            {
                if (!file.Tensors.TryGetValue(name, out var found) || found.dtype != ScalarType.Byte || found.Dimensions != shape.Length || found.numel() == 0
                    || !found.shape.Zip(shape).All(s => s.Second < 0 || s.First == s.Second))
                    throw new InvalidDataException($"holds no bytes {name} [{string.Join(", ", shape.Select(s => s < 0 ? "n" : FormattableString.Invariant($"{s}")))}]: take the file of the repository.");
                parts[name] = found.data<byte>().ToArray();
                return found.shape[0];
            }
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }
}
