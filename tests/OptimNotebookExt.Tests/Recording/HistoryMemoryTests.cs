using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Tests.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Recording;

public sealed class HistoryMemoryTests
{
    [Theory]
    [InlineData(64)]
    [InlineData(37)]
    [InlineData(2)]
    public void A_million_steps_stay_within_the_capacity_and_cover_the_whole_run(int capacity)
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [4, 3]);
        using var optimizer = new Eve(parameters);
        using var recorder = new HistoryRecorder(optimizer, new HistoryOptions { Every = 10, Capacity = capacity });
        const long length = 1_000_000;
        var largest = 0;
        using var scope = torch.NewDisposeScope();
        for (var step = 0L; step < length; step++)
        {
            using var temporaries = torch.NewDisposeScope();
            recorder.BeforeStep([]);
            recorder.AfterStep(null);
            recorder.Record((double)step);
            largest = Math.Max(largest, recorder.Samples);
        }
        var history = recorder.Freeze();
        Assert.Equal(capacity, largest);
        Assert.InRange(history.Steps.Length, capacity / 2, capacity);
        Assert.Equal(0, history.Steps[0]);
        Assert.InRange(history.Steps[^1], length - history.Every!.Value, length);
        Assert.All(history.Steps.Select((s, i) => (s, i)), x => Assert.Equal(x.i * history.Every, x.s));
        // Values moved together with their steps.
        Assert.Equal(history["step"].AsEnumerable(), history["loss"].AsEnumerable());
    }

    [Fact]
    public void Thinning_keeps_the_values_of_the_samples_it_keeps()
    {
        using var all = Run(4096, 200);
        using var few = Run(16, 200);
        var (a, b) = (all.Freeze(), few.Freeze());
        Assert.Equal(16, b.Every);
        Assert.Equal(13, b.Steps.Length);
        Assert.Equal(a.Columns.Keys, b.Columns.Keys);
        foreach (var (step, row) in b.Steps.Select((s, i) => (s, i)))
        {
            var same = a.Steps.IndexOf(step);
            Assert.All(b.Columns.Keys, k => Assert.Equal(a[k][same], b[k][row]));
            Assert.Equal(a.Dominating[same], b.Dominating[row]);
        }
    }

    [Fact]
    public void Spectra_are_thinned_to_their_own_capacity()
    {
        using var history = Run(4096, 100, new HistoryOptions { Every = 1, MatrixEvery = 2, Level = HistoryLevel.Full, SpectraCapacity = 5 });
        var steps = history.Spectra("p0/lr_0").Select(s => s.Step).ToArray();
        Assert.Equal([0L, 32, 64, 96], steps);
        Assert.Equal(4, history.Spectra("p0/lr_0")[0].Values.Length);
        Assert.Empty(history.Spectra("p0/lr_7"));
    }

    [Fact]
    public void A_frozen_history_does_not_follow_the_run_and_outlives_everything()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [4, 3]);
        var optimizer = new Eve(parameters);
        var history = History.Attach(optimizer, new HistoryOptions { Every = 1 });
        Step(1);
        var frozen = history.Freeze();
        var update = frozen["p0/update_rms"][0];
        Step(2);
        history.Columns["p0/update_rms"][0] = 1e9;
        Assert.Single(frozen.Steps);
        Assert.Equal(update, frozen["p0/update_rms"][0]);
        Assert.Equal(update, history["p0/update_rms"][0]);

        history.Dispose();
        optimizer.Dispose();
        parameters[0].Parameter.Dispose();
        Assert.Equal(2, history["p0/update_rms"].Length);
        history.Dispose();

        void Step(int seed)
        {
            TestModels.SetGradients(parameters, seed);
            optimizer.step();
        }
    }

    private static History Run(int capacity, int steps, HistoryOptions? options = null)
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [4, 3], [7]);
        using var optimizer = LearnedGradient.Draft(parameters, lr: 0.05, meta_lr_scale: 0.01);
        var history = History.Attach(optimizer, options ?? new HistoryOptions { Every = 1, Capacity = capacity, Level = HistoryLevel.Business, MatrixEvery = 4 });
        for (var step = 0; step < steps; step++)
        {
            TestModels.SetGradients(parameters, step);
            optimizer.step();
            history.Record(1.0 / (step + 1));
        }
        return history;
    }
}
