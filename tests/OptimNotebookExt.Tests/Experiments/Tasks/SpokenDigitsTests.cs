using OptimNotebookExt.Experiments.Tasks;
using TorchSharp;

namespace OptimNotebookExt.Tests.Experiments.Tasks;

public class SpokenDigitsTests
{
    [Fact]
    public void The_details_of_a_run_have_the_error_by_ratio_and_by_noise_and_are_parts_of_the_whole()
    {
        var run = TaskRunnerTests.Run("spoken-digits", "AdamW", seed: 1, steps: 30, ("lr", 0.003));
        Assert.Equal(["error_0db", "error_5db", "error_10db", "error_15db", "error_20db", "error_white", "error_pink", "error_babble"], run.Details.Keys);
        Assert.Equal(run.Value, run.Details.Values.Take(5).Average(), 9);
        // Thirty steps are enough to be better than chance, and a constant answer is wrong in nine of ten.
        Assert.InRange(run.Value, 0.01, 0.8);
    }

    [Fact]
    public void A_mixture_has_its_noise_at_all_times_and_its_speech_somewhere()
    {
        var data = SpokenDigitsData.Load(SpokenDigitsData.FilePath);
        var mixer = new SpokenDigitsMixer(data, seed: 1);
        var (first, again, later) = (new byte[SpokenDigitsData.Size], new byte[SpokenDigitsData.Size], new byte[SpokenDigitsData.Size]);
        mixer.Mix(5, place: 3, step: 9, first);
        mixer.Mix(5, place: 3, step: 10, later);
        mixer.Mix(5, place: 3, step: 9, again);
        Assert.Equal(first, again);
        Assert.NotEqual(first, later);
        Assert.Equal(255, first.Max());
        Assert.All(Enumerable.Range(0, SpokenDigitsData.Frames), frame => Assert.Contains(Enumerable.Range(0, SpokenDigitsData.Bands), band => first[band * SpokenDigitsData.Frames + frame] > 0));
    }

    [Fact]
    public void A_damaged_file_is_refused_whole()
    {
        var bytes = File.ReadAllBytes(SpokenDigitsData.FilePath);
        bytes[^100] ^= 1;
        using var file = new TemporaryFile("features.safetensors");
        File.WriteAllBytes(file.Path, bytes);
        var message = Assert.Throws<InvalidDataException>(() => SpokenDigitsData.Load(file.Path)).Message;
        Assert.Contains(file.Path, message, StringComparison.Ordinal);
        Assert.Contains("checksum", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_the_features_is_refused_with_what_is_missing()
    {
        using var file = new TemporaryFile("features.safetensors");
        using var weight = new TorchSharp.Modules.Parameter(torch.ones(2));
        using var optimizer = new OptimNotebookExt.Optimizers.Eve([("w", weight)]);
        OptimNotebookExt.Checkpoints.Checkpoint.Save(file.Path, optimizer);
        Assert.Contains("holds no bytes train.features [n, 32, 48]", Assert.Throws<InvalidDataException>(() => SpokenDigitsData.Load(file.Path)).Message, StringComparison.Ordinal);
    }
}
