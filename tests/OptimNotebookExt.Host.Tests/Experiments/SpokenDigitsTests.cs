using OptimNotebookExt.Tests;
using SpokenDigits;

namespace OptimNotebookExt.Host.Tests.Experiments;

public class SpokenDigitsTests
{
    private const int Size = Features.Bands * Features.Frames;

    [EspeakFact]
    public void The_committed_features_are_made_again()
    {
        var file = FeatureFile.Read(Repository.Path("data", "spoken-digits", "features.safetensors"));
        var plan = new Plan(Plan.CommittedSeed);
        var mixer = new Mixer(plan);
        foreach (var n in (int[])[0, 1234, Plan.TrainingCount - 1])
        {
            var utterance = plan.At(training: true, n);
            var speech = Mixer.Speech(utterance);
            AssertAlike("train.features", n, Features.Of(speech));
            Assert.Equal((utterance.Digit, Features.FramesOf(speech.Length)), (file["train.digits"][n], file["train.frames"][n]));
        }
        foreach (var n in (int[])[0, 1, 2])
            AssertAlike("noise.features", n, Features.Of(mixer.Noise(Plan.TrainingNoise(n))));
        foreach (var kind in Enum.GetValues<NoiseKind>())
        {
            var utterance = plan.All(training: false).First(u => u.Noise == kind);
            AssertAlike("test.features", utterance.Number, Features.Of(mixer.Mix(utterance)));
            Assert.Equal((utterance.Digit, utterance.SignalToNoise), (file["test.digits"][utterance.Number], file["test.decibels"][utterance.Number]));
        }

        // Another machine's Fourier transform may round another way where a number lies between two bytes.
        void AssertAlike(string name, int number, byte[] made)
        {
            Assert.Equal(Size, made.Length);
            var kept = file[name].AsSpan(number * Size, Size).ToArray();
            Assert.All(made.Zip(kept), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1));
            Assert.True(made.Zip(kept).Count(pair => pair.First != pair.Second) <= Size / 100, $"{name} {number}");
        }
    }

    [Fact]
    public void Nobody_speaks_in_both_parts()
    {
        Assert.Empty(Voices.Training.Intersect(Voices.HeldOut));
        var plan = new Plan(Plan.CommittedSeed);
        var (training, held) = (plan.All(true).ToArray(), plan.All(false).ToArray());
        Assert.Empty(training.Select(u => u.Voice).Intersect(held.Select(u => u.Voice)));
        Assert.Empty(training.Select(u => u.Speed).Intersect(held.Select(u => u.Speed)));
        Assert.All(held.GroupBy(u => (u.Digit, u.SignalToNoise)), g => Assert.Equal(Plan.HeldOutCount / 50, g.Count()));
    }

    [Fact]
    public void A_tone_is_loudest_in_its_band_and_silence_follows_it()
    {
        // Band 7 of 32 on the mel scale between 60 and 8000 Hz is centred near 672 Hz.
        var tone = Enumerable.Range(0, 6 * 441).Select(i => Math.Sin(2 * Math.PI * 672 * i / Espeak.SampleRate)).ToArray();
        var features = Features.Of(tone);
        var frame = Enumerable.Range(0, Features.Bands).Select(band => features[band * Features.Frames + 2]).ToArray();
        Assert.Equal(255, features.Max());
        Assert.Equal(7, Array.IndexOf(frame, frame.Max()));
        Assert.Equal(6, Features.FramesOf(tone.Length));
        Assert.All(Enumerable.Range(0, Features.Bands), band => Assert.Equal(0, features[band * Features.Frames + 10]));
    }
}
