namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>
/// Something to train, the same for every optimizer: a model, its data, and what is asked of a run.
/// <see cref="TaskCatalog"/> holds those of the package; docs/TASKS.md describes them.
/// </summary>
public abstract class TrainingTask
{
    /// <summary>The name in files and on the command line, for example <c>quadratic</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What it is, in one line.</summary>
    public abstract string Description { get; }

    /// <summary>Steps of a whole run.</summary>
    public abstract int Steps { get; }

    /// <summary>What <see cref="TaskInstance.Evaluate"/> gives: <c>loss</c> or <c>error</c>, the share of wrong answers; lower is better.</summary>
    public abstract string Metric { get; }

    /// <summary>The running average of the training loss that counts as reached in <see cref="TaskRun.StepsToTarget"/>.</summary>
    public abstract double Target { get; }

    /// <summary>The files of data it reads, for manifests; none where it draws all.</summary>
    /// <exception cref="FileNotFoundException">A file is not there (<see cref="TaskData"/>).</exception>
    public virtual IReadOnlyList<string> InputFiles => [];

    /// <summary>Makes model and data of a seed; torch's global generator stays as it is.</summary>
    /// <param name="seed">Any number: the same seed gives the same model, data and order of batches, whatever trains it.</param>
    /// <param name="options">The dtype; float32 when null.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="TorchBackendException">TorchSharp has no native backend.</exception>
    public TaskInstance Start(long seed, TaskOptions? options = null)
    {
        options ??= new TaskOptions();
        options.Validate();
        TorchBackend.EnsureLoaded();
        return Begin(seed, options);
    }

    /// <summary>Makes model and data of a seed, from numbers that depend on the seed alone.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="options">The options, checked.</param>
    protected abstract TaskInstance Begin(long seed, TaskOptions options);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
