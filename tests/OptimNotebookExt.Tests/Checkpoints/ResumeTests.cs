using OptimNotebookExt.Checkpoints;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Tests.Contract;
using OptimNotebookExt.Tests.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Checkpoints;

/// <summary>A run that goes on from a file has the bits of one that was never interrupted.</summary>
[Trait(Once.Name, Once.Value)]
public sealed class ResumeTests
{
    public static TheoryData<string> Cases => ContractCase.All;

    [Theory, MemberData(nameof(Cases))]
    public void Fifty_steps_after_loading_everything_has_the_same_bits(string key)
    {
        var c = ContractCase.Of(key);
        using var file = new TemporaryFile("run.safetensors");
        using var run = new SavedRun(c);
        run.Run(27);
        run.Save(file.Path, new Dictionary<string, string> { ["where"] = "in \"the\" midst ∞" });
        var steps = run.Optimizer.States.ToDictionary(s => s.Name, s => s.Step);
        run.Run(50);

        using var resumed = new SavedRun(c, seed: 9);
        resumed.Run(4);
        var info = resumed.Load(file.Path);
        Assert.Equal((c.Info.Name, "Eden", true, "in \"the\" midst ∞"), (info.Optimizer, info.Schedule, info.HasHistory, info.Notes["where"]));
        Assert.Equal(steps, info.Steps);
        resumed.Run(50);

        Training.AssertSameState(run.Everything(), resumed.Everything());
        Assert.Equal(run.History.Freeze().Dominating.ToArray(), resumed.History.Freeze().Dominating.ToArray());
    }

    [Theory]
    [InlineData("Reference")]
    [InlineData("Fast")]
    [InlineData("Device")]
    public void So_have_a_rotated_base_and_factors_that_are_forgotten(string path)
    {
        var c = ContractCase.Of($"LearnedGradientStable/{path}/Float32/cpu");
        (string, double)[] hyper = [("rotated", 1), ("forget", 4)];
        using var file = new TemporaryFile("run.safetensors");
        using var run = new SavedRun(c, hyper: hyper);
        run.Run(27);
        run.Save(file.Path);
        run.Run(50);

        using var resumed = new SavedRun(c, seed: 9, hyper: hyper);
        resumed.Run(4);
        resumed.Load(file.Path);
        resumed.Run(50);

        Assert.Contains(run.Optimizer.States, s => s.Has("rotated_scale") && s.Has("snap_lr"));
        Training.AssertSameState(run.Everything(), resumed.Everything());
    }

    [Theory, MemberData(nameof(Cases))]
    public void Saving_changes_nothing_and_the_file_does_not_depend_on_when_it_is_written(string key)
    {
        var c = ContractCase.Of(key);
        using var file = new TemporaryFile("run.safetensors");
        using var plain = new SavedRun(c);
        using var saved = new SavedRun(c);
        plain.Run(30);
        for (var part = 0; part < 10; part++)
        {
            saved.Run(3);
            saved.Save(file.Path);
        }
        Training.AssertSameState(plain.Everything(), saved.Everything());

        var bytes = File.ReadAllBytes(file.Path);
        plain.Save(file.Path);
        Assert.Equal(bytes, File.ReadAllBytes(file.Path));
    }

    [Theory, MemberData(nameof(Cases))]
    public void State_that_does_not_lie_row_by_row_comes_back_as_it_lay(string key)
    {
        var c = ContractCase.Of(key);
        (string, Parameter)[] Make(int seed) => [.. c.Parameters(seed, [5, 4], [7, 6], [3, 5, 4], [6, 9], [8], [5, 3], [4, 4]).Select((p, i) => (p.Name, i % 2 == 0 ? p.Parameter : new Parameter(p.Parameter.detach().t().contiguous().t())))];
        using var file = new TemporaryFile("run.safetensors");
        using var run = new SavedRun(c, parameters: Make(1));
        run.Run(13);
        run.Save(file.Path);
        run.Run(50);

        using var resumed = new SavedRun(c, parameters: Make(9));
        resumed.Load(file.Path);
        resumed.Run(50);

        Training.AssertSameState(run.Everything(), resumed.Everything());
        Assert.All(resumed.Optimizer.States, s => Assert.All(s.TensorNames, n => Assert.Equal(run.Optimizer.States[s.Index][n].stride(), s[n].stride())));
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_checkpoint_before_the_first_step_holds_parameters_and_options_alone(string key)
    {
        var c = ContractCase.Of(key);
        using var file = new TemporaryFile("run.safetensors");
        var (run, other) = (c.Parameters(1, [4, 3], [3]), c.Parameters(2, [4, 3], [3]));
        using var optimizer = c.With(c.Info.Create(run, c.Options()), strict: false);
        Checkpoint.Save(file.Path, optimizer);
        using var resumed = c.With(c.Info.Create(other, c.Options(("lr", 0.5))), strict: false);
        Training.Run(resumed, other, 0, 3);

        Checkpoint.Load(file.Path, resumed);

        Assert.Empty(Training.StateOf(resumed));
        Training.Run(optimizer, run, 0, 12);
        Training.Run(resumed, other, 0, 12);
        Assert.Equal(TestModels.Values(run), TestModels.Values(other));
    }

    [Fact]
    public void Draws_that_cannot_be_kept_are_refused_at_once_and_the_old_file_stays()
    {
        using var file = new TemporaryFile("run.safetensors", "old");
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [4, 3]);
        using var optimizer = new NeutralGradient(parameters, draws: FixedDraws.Instance);
        Assert.Contains("FixedDraws cannot be saved: implement IResumableDraws", Assert.Throws<NotSupportedException>(() => Checkpoint.Save(file.Path, optimizer)).Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(file.Path));
    }

    [Fact]
    public void The_draws_of_the_experiment_go_on_where_they_were()
    {
        foreach (var make in (Func<IResumableDraws>[])[() => new OptimNotebookExt.Experiments.EveCain.ReferenceDraws(42), () => new OptimNotebookExt.Experiments.EveCain.CountedDraws(), () => new SeededDraws(7)])
        {
            var (draws, resumed) = (make(), make());
            for (var i = 0; i < 5; i++)
                (_, _) = (draws.Pick(new DrawKey(i, 0, 0), 400), draws.Uniform(new DrawKey(i, 3, 1)));
            resumed.Restore(draws.Save());
            for (var i = 0; i < 20; i++)
            {
                Assert.Equal(draws.Pick(new DrawKey(i, 0, 0), 1000), resumed.Pick(new DrawKey(i, 0, 0), 1000));
                Assert.Equal(draws.Uniform(new DrawKey(i, 5, 2)), resumed.Uniform(new DrawKey(i, 5, 2)));
            }
            Assert.Throws<FormatException>(() => resumed.Restore("x"));
        }
    }

    [Fact]
    public void A_history_of_another_optimizer_is_refused()
    {
        using var one = new SavedRun(ContractCase.Of("Eve/Reference/Float32/cpu"));
        using var two = new SavedRun(ContractCase.Of("Eve/Reference/Float32/cpu"));
        Assert.Throws<ArgumentException>(() => Checkpoint.Save("x", one.Optimizer, history: two.History));
    }

    [Fact]
    public void Tensors_of_more_than_one_block_come_back_whole()
    {
        using var file = new TemporaryFile("run.safetensors");
        var (run, other) = (TestModels.Parameters(1, ScalarType.Float32, [700, 500], [300001]), TestModels.Parameters(2, ScalarType.Float32, [700, 500], [300001]));
        using var optimizer = new Cain(run);
        using var resumed = new Cain(other);
        Training.Run(optimizer, run, 0, 2);
        Checkpoint.Save(file.Path, optimizer);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Checkpoint.Inspect(file.Path);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        Checkpoint.Load(file.Path, resumed);

        Assert.Equal(TestModels.Values(run), TestModels.Values(other));
        Training.AssertSameState(Training.StateOf(optimizer), Training.StateOf(resumed));
    }
}
