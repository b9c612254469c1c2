using OptimNotebookExt.Experiments.EveCain;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Experiments;

public class EveCainExperimentTests
{
    private static readonly EveCainPreset Cain = EveCainPresets.Select(["Cain"], [])[0];

    private static EveCainRun Short(EveCainPreset preset, EveCainOptions options) =>
        EveCainExperiment.Run(preset, EveCainData.Generate(3), options);

    [Fact]
    public void A_run_can_be_repeated_exactly_also_with_random_draws_and_reshuffled_pairs()
    {
        var options = new EveCainOptions { Epochs = 3, Order = EveCainOrder.Reshuffled };
        var preset = EveCainPresets.Select(["NeutralGradient"], ["test"])[0];
        Assert.Equal(Short(preset, options).AvgLoss, Short(preset, options).AvgLoss);
    }

    [Fact]
    public void A_rate_that_falls_to_0_is_the_schedules_times_what_is_left_of_the_run()
    {
        ResearchOptimizer? optimizer = null;
        var preset = Cain with { Create = (p, seed) => optimizer = (ResearchOptimizer)Cain.Create(p, seed) };
        var data = EveCainData.Generate(3);
        double[] Rates(bool decays)
        {
            using var training = new EveCainTraining(preset, data, new EveCainOptions { Epochs = 2, DecayToZero = decays });
            var rates = new List<double>();
            using var history = History.Attach(optimizer!, new HistoryOptions { Every = 1 });
            for (var step = 0; step < 40; step++)
                training.Step();
            return [.. history.Columns["lr"]];
        }
        var (kept, fallen) = (Rates(false), Rates(true));
        for (var step = 0; step < 40; step++)
            Assert.Equal(kept[step] * (1 - (step / 40.0)), fallen[step], 1e-15);
    }

    [Fact]
    public void A_run_whose_rate_falls_goes_on_to_the_same_bits_and_not_as_one_whose_rate_does_not()
    {
        using var file = new TemporaryFile("run.safetensors");
        var options = new EveCainOptions { Epochs = 3, DecayToZero = true };
        var whole = Short(Cain, options);
        Short(Cain, options with { Checkpoint = file.Path, StopAfter = 27 });
        foreach (var other in new[] { options with { DecayToZero = false }, options with { Epochs = 4 } })
            Assert.Contains("another run", Assert.Throws<InvalidDataException>(() => Short(Cain, other with { Checkpoint = file.Path })).Message, StringComparison.Ordinal);
        Assert.Equal(whole.Final, Short(Cain, options with { Checkpoint = file.Path }).Final);
    }

    [Fact]
    public void Reshuffled_pairs_come_in_another_order_and_each_once_an_epoch()
    {
        // Without a step the losses of an epoch are those of its pairs.
        var still = Cain with { Create = (p, _) => optim.SGD(p.Select(x => x.parameter), learningRate: 0) };
        var data = EveCainData.Generate(3);
        double[] Losses(EveCainOrder order)
        {
            using var training = new EveCainTraining(still, data, new EveCainOptions { Order = order });
            return [.. Enumerable.Range(0, 60).Select(_ => training.Step())];
        }
        var (kept, shuffled) = (Losses(EveCainOrder.Fixed), Losses(EveCainOrder.Reshuffled));
        Assert.Equal(kept[..20], kept[20..40]);
        foreach (var epoch in (int[])[0, 20, 40])
        {
            Assert.NotEqual(kept[..20], shuffled[epoch..(epoch + 20)]);
            Assert.Equal(kept[..20].Order(), shuffled[epoch..(epoch + 20)].Order());
        }
        Assert.NotEqual(shuffled[..20], shuffled[20..40]);
    }

    [Fact]
    public void Progress_comes_once_an_epoch_with_the_average_that_the_run_keeps()
    {
        var seen = new List<EveCainProgress>();
        var run = EveCainExperiment.Run(Cain, EveCainData.Generate(3), new EveCainOptions { Epochs = 2 }, new Collector(seen));
        Assert.Equal([0, 1], seen.Select(p => p.Epoch));
        Assert.Equal(run.AvgLoss, seen.Select(p => p.AverageLoss));
        Assert.Equal(("Cain", "test", 3L, "generated", "float32"), (run.Optimizer, run.Preset, run.Seed, run.Source, run.Dtype));
    }

    [Fact]
    public void A_cancelled_run_stops_between_two_epochs()
    {
        using var source = new CancellationTokenSource();
        var seen = new List<EveCainProgress>();
        var progress = new Collector(seen, source.Cancel);
        Assert.Throws<OperationCanceledException>(
            () => EveCainExperiment.Run(Cain, EveCainData.Generate(3), new EveCainOptions(), progress, source.Token));
        Assert.Single(seen);
    }

    [Fact]
    public void At_epoch_100_NeutralGradient_takes_every_step_again()
    {
        NeutralGradient? optimizer = null;
        var test = EveCainPresets.Select(["NeutralGradient"], ["ng_diag10"])[0];
        var preset = test with { Create = (p, seed) => optimizer = (NeutralGradient)test.Create(p, seed) };
        using var training = new EveCainTraining(preset, EveCainData.Generate(3), new EveCainOptions());
        for (var step = 0; step < 2000; step++)
            training.Step();
        Assert.Contains(optimizer!.States, s => s.Count("step_period") > 1);
        training.Step();
        Assert.All(optimizer.States, s => Assert.Equal(1, s.Count("step_period")));
    }

    [Fact]
    public void A_run_leaves_no_tensor_behind()
    {
        var data = EveCainData.Generate(3);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        EveCainExperiment.Run(Cain, data, new EveCainOptions { Epochs = 1 });
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Options_out_of_range_are_named_before_anything_runs()
    {
        EveCainOptions[] bad = [new() { Epochs = 0 }, new() { Device = "tpu" }, new() { Dtype = ScalarType.Int64 }, new() { Order = (EveCainOrder)7 }];
        string[] named = ["Epochs", "Device", "Dtype", "Order"];
        foreach (var (options, name) in bad.Zip(named))
            Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => Short(Cain, options)).ParamName);
    }

    private sealed class Collector(List<EveCainProgress> seen, Action? then = null) : IProgress<EveCainProgress>
    {
        public void Report(EveCainProgress value)
        {
            seen.Add(value);
            then?.Invoke();
        }
    }
}
