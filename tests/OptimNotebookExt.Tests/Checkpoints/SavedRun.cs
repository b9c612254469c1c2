using OptimNotebookExt.Checkpoints;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Schedules;
using OptimNotebookExt.Tests.Contract;
using OptimNotebookExt.Tests.Optimizers;
using TorchSharp.Modules;

namespace OptimNotebookExt.Tests.Checkpoints;

/// <summary>A run with everything a checkpoint keeps: two groups, a schedule, a history, random draws.</summary>
internal sealed class SavedRun : IDisposable
{
    private static readonly long[][] Shapes = [[], [3], [7], [4, 3], [8, 5], [3, 4, 5], [6, 1, 4]];

    private long next;

    internal SavedRun(ContractCase c, int seed = 1, (string, Parameter)[]? parameters = null, params (string, double)[] hyper)
    {
        Parameters = parameters ?? c.Parameters(seed, Shapes);
        Optimizer = c.With(c.Info.Create(Parameters[..4], c.Options(hyper), new SeededDraws(seed)), strict: false);
        Optimizer.add_param_group(c.Info.NewGroup(Parameters[4..], c.Options([.. hyper, ("lr", 0.02)])));
        Schedule = new Eden(Optimizer, lr_batches: 20, lr_epochs: 3);
        History = History.Attach(Optimizer, new HistoryOptions { Every = 3, Level = HistoryLevel.Full, Capacity = 16, MatrixEvery = 2, SpectraCapacity = 4 });
    }

    internal (string Name, Parameter Parameter)[] Parameters { get; }

    internal ResearchOptimizer Optimizer { get; }

    internal Eden Schedule { get; }

    internal History History { get; }

    internal void Run(int steps)
    {
        for (var end = next + steps; next < end; next++)
        {
            if (next % 10 == 0)
                Schedule.StepEpoch();
            TestModels.SetGradients(Parameters, (int)next);
            if (next % 7 == 3)
                Parameters[3].Parameter.grad = null;
            Optimizer.step();
            History.Record(next * 0.5);
            Schedule.StepBatch();
        }
    }

    internal void Save(string path, IReadOnlyDictionary<string, string>? notes = null) => Checkpoint.Save(path, Optimizer, Schedule, History, notes);

    internal CheckpointInfo Load(string path)
    {
        var info = Checkpoint.Load(path, Optimizer, Schedule, History);
        next = Schedule.Batch;
        return info;
    }

    /// <summary>Everything there is to compare, bit by bit.</summary>
    internal Dictionary<string, double[]> Everything()
    {
        var all = Training.StateOf(Optimizer);
        foreach (var (name, parameter) in Parameters)
            all.Add(name, parameter.Doubles());
        all.Add("lr", [.. Optimizer.ParamGroups.Select(g => g.LearningRate)]);
        all.Add("initial lr", [.. Optimizer.ParamGroups.Select(g => g.InitialLearningRate)]);
        foreach (var (group, i) in Optimizer.Groups.Select((g, i) => (g, i)))
        {
            all.Add($"options {i}", [.. group.Options.Specs.Select(s => group.Options[s.Name])]);
            all.Add($"counts {i}", [.. group.Options.Counts.Values.Select(v => (double)v)]);
        }
        all.Add("schedule", [Schedule.Batch, Schedule.Epoch, .. Schedule.GetLastLr(), .. Schedule.BaseLrs]);
        all.Add("history", [History.Every, History.Steps, History.Samples]);
        foreach (var (name, values) in History.Columns)
            all.Add($"history {name}", values);
        foreach (var name in History.Freeze().SpectraNames)
            all.Add($"spectra {name}", [.. History.Spectra(name).SelectMany(s => s.Values.Prepend(s.Step))]);
        all.Add("seed", Optimizer.ResumableDraws is { } draws ? [double.Parse(draws.Save(), System.Globalization.CultureInfo.InvariantCulture)] : []);
        return all;
    }

    public void Dispose()
    {
        History.Dispose();
        Optimizer.Dispose();
    }
}
