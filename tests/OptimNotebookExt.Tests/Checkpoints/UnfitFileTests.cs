using OptimNotebookExt.Checkpoints;
using OptimNotebookExt.Tests.Contract;

namespace OptimNotebookExt.Tests.Checkpoints;

/// <summary>A good file for something else: a clear exception, and nothing has changed.</summary>
public sealed class UnfitFileTests
{
    [Fact]
    public void A_schedule_or_history_that_is_missing_on_one_side_is_not_lost_silently()
    {
        using var saved = new SavedFile();
        var (with, target) = (saved.Path, saved.Target);
        Assert.Contains("holds a schedule Eden", Assert.Throws<InvalidDataException>(() => Checkpoint.Load(with, target.Optimizer, history: target.History)).Message, StringComparison.Ordinal);
        Assert.Contains("holds a history", Assert.Throws<InvalidDataException>(() => Checkpoint.Load(with, target.Optimizer, target.Schedule)).Message, StringComparison.Ordinal);
        Checkpoint.Save(saved.Path, saved.Source.Optimizer);
        Assert.Contains("holds no schedule", Assert.Throws<InvalidDataException>(() => Checkpoint.Load(with, target.Optimizer, target.Schedule)).Message, StringComparison.Ordinal);
        Assert.Contains("holds no history", Assert.Throws<InvalidDataException>(() => Checkpoint.Load(with, target.Optimizer, null, target.History)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Eve", "Cain")]
    [InlineData("LearnedGradient", "NeutralGradient")]
    public void A_file_of_another_optimizer_dtype_or_model_is_refused(string of, string into)
    {
        using var file = new TemporaryFile("run.safetensors");
        using var source = new SavedRun(ContractCase.Of($"{of}/Reference/Float32/cpu"));
        source.Run(2);
        source.Save(file.Path);
        using var other = new SavedRun(ContractCase.Of($"{into}/Reference/Float32/cpu"));
        using var wide = new SavedRun(ContractCase.Of($"{of}/Reference/Float64/cpu"));
        var c = ContractCase.Of($"{of}/Reference/Float32/cpu");
        using var longer = new SavedRun(c, parameters: c.Parameters(1, [], [3], [7], [4, 3], [8, 5], [3, 4, 5], [6, 2, 4]));

        Assert.Contains($"state of {of}, but the optimizer is {into}", Assert.Throws<InvalidDataException>(() => other.Load(file.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("is Float32 in the file, but Float64 here", Assert.Throws<InvalidDataException>(() => wide.Load(file.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("'p6/parameter' has shape [6, 1, 4] in the file, but [6, 2, 4] here", Assert.Throws<InvalidDataException>(() => longer.Load(file.Path)).Message, StringComparison.Ordinal);
    }
}
