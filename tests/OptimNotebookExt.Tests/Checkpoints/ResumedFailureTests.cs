using OptimNotebookExt.Checkpoints;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Tests.Contract;
using OptimNotebookExt.Tests.Optimizers;
using TorchSharp.Modules;

namespace OptimNotebookExt.Tests.Checkpoints;

/// <summary>What went wrong belongs to the run: after loading it is counted on from where it was.</summary>
public sealed class ResumedFailureTests
{
    public static TheoryData<string> Cases => ContractCase.All;

    [Theory, MemberData(nameof(Cases))]
    public void The_tenth_gradient_in_a_row_that_is_not_finite_throws_although_the_run_was_loaded_after_the_sixth(string key)
    {
        var c = ContractCase.Of(key);
        using var file = new TemporaryFile("run.safetensors");
        using var run = Make(c, out var parameters);
        Step(run, parameters, spoilt: false);
        for (var step = 0; step < 6; step++)
            Step(run, parameters, spoilt: true);
        Checkpoint.Save(file.Path, run);

        using var resumed = Make(c, out var others);
        Checkpoint.Load(file.Path, resumed);
        Assert.Equal(run.Failures, resumed.Failures);
        Assert.Equal(6, resumed.Failures["p0"].SkippedInARow);
        Assert.Equal("p0", Assert.Single(resumed.Failures).Key);
        for (var step = 0; step < 3; step++)
            Step(resumed, others, spoilt: true);
        Assert.Throws<StepFailedException>(() => Step(resumed, others, spoilt: true));
    }

    [Fact]
    public void A_file_without_failures_clears_those_there_are_and_one_with_wrong_ones_is_refused()
    {
        var c = ContractCase.Of("Eve/Reference/Float32/cpu");
        using var file = new TemporaryFile("run.safetensors");
        using var run = Make(c, out var parameters);
        Step(run, parameters, spoilt: false);
        Checkpoint.Save(file.Path, run);
        Step(run, parameters, spoilt: true);
        Assert.DoesNotContain("failures", System.Text.Encoding.UTF8.GetString(File.ReadAllBytes(file.Path)), StringComparison.Ordinal);
        Checkpoint.Load(file.Path, run);
        Assert.Empty(run.Failures);

        Step(run, parameters, spoilt: true);
        Checkpoint.Save(file.Path, run);
        var bytes = File.ReadAllBytes(file.Path);
        foreach (var (from, to, says) in new[] { ("\"p0\"", "\"p9\"", "of no parameter here"), ("\"skipped_steps\":1", "\"skipped_steps\":-1", "below 0"), ("\"skipped_steps\":1", "\"skipped_steps\":{}", "damaged"), ("\"skipped_steps\"", "\"skipped_feet\"", "damaged") })
        {
            var forged = new ForgedFile(bytes);
            forged.Metadata["failures"] = forged.Metadata["failures"]!.GetValue<string>().Replace(from, to, StringComparison.Ordinal);
            File.WriteAllBytes(file.Path, forged.Bytes());
            Assert.Contains(says, Assert.Throws<InvalidDataException>(() => Checkpoint.Load(file.Path, run)).Message, StringComparison.Ordinal);
            Assert.Equal(1, run.Failures["p0"].SkippedSteps);
        }
    }

    private static ResearchOptimizer Make(ContractCase c, out (string Name, Parameter Parameter)[] parameters)
    {
        parameters = c.Parameters(1, [4, 3], [5]);
        return c.With(c.Info.Create(parameters, c.Options(), new SeededDraws(1)), strict: false);
    }

    private static void Step(ResearchOptimizer optimizer, (string Name, Parameter Parameter)[] parameters, bool spoilt)
    {
        TestModels.SetGradients(parameters, 1);
        if (spoilt)
            parameters[0].Parameter.grad!.fill_(double.NaN);
        optimizer.step();
    }
}
