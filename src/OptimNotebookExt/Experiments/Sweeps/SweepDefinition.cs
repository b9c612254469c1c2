using OptimNotebookExt.Experiments.Tasks;

namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>
/// A comparison of optimizers on a task, as a sweep file describes it: every optimizer is tuned with as many points as
/// the others on <see cref="TuneSeeds"/>, and its best setting runs on <see cref="Seeds"/>. docs/SWEEPS.md has the format.
/// </summary>
public sealed record SweepDefinition
{
    /// <summary>The name, for example <c>quadratic</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for; may be empty.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>The task, a name of <see cref="TaskCatalog"/>.</summary>
    public required string Task { get; init; }

    /// <summary>Steps of a run; null: those of the task.</summary>
    public int? Steps { get; init; }

    /// <summary>Threads of libtorch in every run, on which rounding depends; default 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The optimizers, at least one.</summary>
    public required IReadOnlyList<SweepOptimizer> Optimizers { get; init; }

    /// <summary>The seeds on which the best setting is found; empty where there is nothing to choose.</summary>
    public IReadOnlyList<long> TuneSeeds { get; init; } = [];

    /// <summary>The seeds of the comparison, none of which is a seed for tuning; empty: the grid alone is run.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [];

    /// <summary>Names of optimizers of the sweep that all others are tested against, for example <c>AdamW</c>.</summary>
    public IReadOnlyList<string> Baselines { get; init; } = [];

    /// <summary>Options of Slurm's <c>sbatch</c> by their long names, as <c>partition</c>.</summary>
    public IReadOnlyDictionary<string, string> Slurm { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads a sweep file and checks all of it.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is not of that form, or names something that is not there; the message has file, place and remedy.</exception>
    public static SweepDefinition Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return SweepReader.Read(File.ReadAllText(path), path);
    }

    /// <summary>Writes a sweep file that <see cref="Load"/> reads; it appears whole or not at all.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.WriteAllText(path, SweepWriter.Text(this));
    }

    /// <summary>The optimizer of this name.</summary>
    internal SweepOptimizer Find(string name) => Optimizers.First(o => o.Name == name);
}
