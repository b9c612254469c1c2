using System.Globalization;
using OptimNotebookExt.Checkpoints;
using OptimNotebookExt.Optimizers;

namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>The file a run is kept in: a checkpoint whose notes say which run it is, and how far it is.</summary>
internal sealed class EveCainCheckpoint
{
    private const string DecayNote = "decay_to_zero";

    private readonly string path;
    private readonly ResearchOptimizer optimizer;
    private readonly EveCainTraining training;
    private readonly Dictionary<string, string> run;

    internal EveCainCheckpoint(string path, EveCainPreset preset, EveCainData data, EveCainOptions options, EveCainTraining training)
    {
        (this.path, this.training) = (path, training);
        optimizer = training.Optimizer ?? throw new ArgumentException($"Checkpoint: {preset} is TorchSharp's own, and its state cannot be kept; choose one of {string.Join(", ", EveCainPresets.OwnOptimizers)}.", nameof(options));
        run = new()
        {
            ["experiment"] = "eve-cain",
            ["preset"] = preset.ToString(),
            ["seed"] = data.Seed.ToString(CultureInfo.InvariantCulture),
            ["pairs"] = data.Pairs.ToString(CultureInfo.InvariantCulture),
            ["order"] = options.Order.ToString(),
            ["dtype"] = options.Dtype.ToString(),
            ["path"] = options.Path.ToString(),
        };
        // Left out where it is not set: files of before it have no such note.
        if (options.DecayToZero)
            run[DecayNote] = Invariant($"{(long)options.Epochs * data.Pairs}");
    }

    internal void Save(IReadOnlyList<double> avgLoss) => Checkpoint.Save(path, optimizer, training.Schedule, notes: new Dictionary<string, string>(run)
    {
        ["steps"] = training.StepCount.ToString(CultureInfo.InvariantCulture),
        ["average"] = Text(training.AverageLoss),
        ["avg_loss"] = string.Join(' ', avgLoss.Select(Text)),
    });

    /// <summary>Goes on from the file, if it is there.</summary>
    /// <returns>The averages so far, one an epoch.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or of another run; nothing was changed.</exception>
    internal List<double> Load()
    {
        if (!File.Exists(path))
            return [];
        var notes = Checkpoint.Inspect(path).Notes;
        foreach (var (name, mine) in run)
        {
            if (!notes.TryGetValue(name, out var theirs) || theirs != mine)
                throw new InvalidDataException($"{path}: the checkpoint is of another run: its {name} is {theirs ?? "missing"}, and this one's {mine}. Give another file, or repeat the first line.");
        }
        if (!run.ContainsKey(DecayNote) && notes.ContainsKey(DecayNote))
            throw new InvalidDataException($"{path}: the checkpoint is of another run: its learning rate falls to 0. Give another file, or repeat the first line.");
        var steps = Number("steps", s => (Ok: long.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var n), n));
        var average = Number("average", Real);
        List<double> losses = [.. notes.GetValueOrDefault("avg_loss", string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(s => Real(s) is (true, var v) ? v : throw Damaged("avg_loss"))];
        Checkpoint.Load(path, optimizer, training.Schedule);
        training.GoOn(steps, average);
        return losses;

        T Number<T>(string name, Func<string, (bool Ok, T Value)> parse) =>
            notes.TryGetValue(name, out var text) && parse(text) is (true, var value) ? value : throw Damaged(name);
    }

    private static (bool Ok, double Value) Real(string text) => (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value), value);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private InvalidDataException Damaged(string name) => new($"{path}: the checkpoint's note {name} is missing or no number.");
}
