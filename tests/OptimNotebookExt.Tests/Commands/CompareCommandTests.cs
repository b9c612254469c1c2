using OptimNotebookExt.Commands;
using OptimNotebookExt.Experiments.EveCain;
using TorchSharp;

namespace OptimNotebookExt.Tests.Commands;

[Collection(GlobalGenerator.Name)]
public sealed class CompareCommandTests
{
    [Fact]
    public async Task Progress_comes_in_one_display_and_ends_with_the_result()
    {
        using var session = new FakeSession();
        using var random = torch.get_rng_state();
        await CommandCatalog.RunAsync(session, "#!optim compare Eve,Cain --epochs 2 --seeds 42 --as r");
        using var after = torch.get_rng_state();

        var shown = Assert.Single(session.Displays).Values.Select(v => v.ToString()!).ToArray();
        Assert.StartsWith("Comparing: Eve/test begins", shown[0], StringComparison.Ordinal);
        Assert.Contains(shown, s => s.StartsWith("Comparing: Eve/test with seed 42, epoch 1 of 2, run 1 of 2", StringComparison.Ordinal));
        Assert.Contains(shown, s => s.StartsWith("Comparing: Cain/test with seed 42, epoch 1 of 2, run 2 of 2", StringComparison.Ordinal));
        Assert.StartsWith("The experiment eve-cain: 2 runs of Eve, Cain, seed 42", shown[^1], StringComparison.Ordinal);
        var results = Assert.IsType<EveCainResults>(session.Variables["r"]);
        var alone = EveCainExperiment.Run(EveCainPresets.Select(["Cain"], [])[0], EveCainData.Generate(42), new EveCainOptions { Epochs = 2 });
        Assert.Equal(alone.AvgLoss, results.Runs[1].AvgLoss);
        Assert.Equal(alone.Final, results.Runs[1].Final);
        Assert.Equal("#!optim compare Eve,Cain --presets test --seeds 42 --epochs 2 --device cpu", results.Manifest.CommandLine);
        Assert.Equal(random.Doubles(), after.Doubles());
    }

    [Fact]
    public async Task A_stop_keeps_whole_runs_and_says_how_far_the_last_one_came()
    {
        using var session = new FakeSession();
        session.Shown = value =>
        {
            if (value.ToString()!.StartsWith("Comparing: Cain/test with seed 42, epoch", StringComparison.Ordinal))
                session.Stop();
        };
        await CommandCatalog.RunAsync(session, "#!optim compare Eve,Cain,LearnedGradient --epochs 3 --seeds 42");

        var results = Assert.IsType<EveCainResults>(session.Variables["results"]);
        Assert.Equal(["test", "test, 1 of 3 epochs"], results.Runs.Select(r => r.Preset));
        Assert.Equal([3, 1], results.Runs.Select(r => r.AvgLoss.Count));
        Assert.StartsWith("Stopped: 2 of 3 runs begun", session.Only.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_by_itself_when_its_time_is_over()
    {
        using var session = new FakeSession();
        await CommandCatalog.RunAsync(session, "#!optim compare Cain --epochs 100000 --seconds 1");

        Assert.StartsWith("Stopped: 1 of 1 run begun", session.Only.ToString(), StringComparison.Ordinal);
        Assert.Contains("of 100000 epochs", Assert.IsType<EveCainResults>(session.Variables["results"]).Runs[0].Preset, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopped_before_the_first_step_there_is_nothing_to_keep()
    {
        using var session = new FakeSession();
        session.Stop();

        await Assert.ThrowsAsync<OperationCanceledException>(() => CommandCatalog.RunAsync(session, "#!optim compare Cain --epochs 2"));
        Assert.Empty(session.Variables);
    }

    [Fact]
    public void The_method_shows_progress_in_the_hosts_session_and_returns_the_result()
    {
        using var session = new FakeSession();
        var before = NotebookHost.Session;
        NotebookHost.Session = session;
        try
        {
            var results = Optim.Compare(["Cain"], seeds: [1], epochs: 2);

            Assert.Equal(2, Assert.Single(results.Runs).AvgLoss.Count);
            Assert.Equal("The experiment eve-cain: 1 run of Cain, seed 1", session.Only.ToString()!.TrimEnd());
        }
        finally
        {
            NotebookHost.Session = before;
        }
    }
}
