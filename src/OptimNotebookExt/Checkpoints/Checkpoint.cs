using OptimNotebookExt.Checkpoints.SafeTensors;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Schedules;

namespace OptimNotebookExt.Checkpoints;

/// <summary>
/// A training run in one safetensors file: the parameters, everything the optimizer knows of them, options, random draws,
/// and if given a schedule and a history. A run that goes on from it, on the same path, device and number of threads, has
/// the same bits as one that was never interrupted. docs/STATE.md describes the file.
/// </summary>
/// <example><code>
/// Checkpoint.Save("run.safetensors", optimizer, schedule, history);
/// // in another process, with model, optimizer, schedule and history made as before
/// Checkpoint.Load("run.safetensors", optimizer, schedule, history);
/// </code></example>
public static class Checkpoint
{
    /// <summary>Writes a checkpoint. The file is there whole or not at all, and an older one of the same name stays until then.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="optimizer">The optimizer, between two steps.</param>
    /// <param name="schedule">Its schedule, if any.</param>
    /// <param name="history">Its history, if any.</param>
    /// <param name="notes">Texts of your own, for example where in the data the run is.</param>
    /// <param name="torchRandomState">Whether to keep the state of torch's generator on the CPU too, from which dropout draws; loading the file puts it back.</param>
    /// <exception cref="ArgumentException">The history records another optimizer.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="NotSupportedException">The optimizer's random draws cannot be saved.</exception>
    /// <exception cref="InvalidOperationException">Another thread is within a step.</exception>
    public static void Save(string path, ResearchOptimizer optimizer, LRScheduler? schedule = null, History? history = null, IReadOnlyDictionary<string, string>? notes = null, bool torchRandomState = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Check(optimizer, history);
        optimizer.BetweenSteps(() => AtomicFile.WriteStream(path, stream => CheckpointWriter.Write(stream, optimizer, schedule, history, notes, torchRandomState)));
    }

    /// <summary>Puts parameters, optimizer, schedule and history where they were when the checkpoint was saved.</summary>
    /// <param name="path">The file.</param>
    /// <param name="optimizer">An optimizer of the same class over the same parameters: names, order, groups, shapes and dtypes.</param>
    /// <param name="schedule">A schedule of the same kind, if one was saved.</param>
    /// <param name="history">A history attached with the same options, if one was saved.</param>
    /// <returns>What the checkpoint says of itself, and its notes.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, of a newer format, or does not fit; the message says where, and nothing was changed.</exception>
    /// <exception cref="ArgumentException">The history records another optimizer.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidOperationException">Another thread is within a step.</exception>
    public static CheckpointInfo Load(string path, ResearchOptimizer optimizer, LRScheduler? schedule = null, History? history = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Check(optimizer, history);
        return Read(path, withTensors: true, (file, document) =>
            optimizer.BetweenSteps(() => new CheckpointReader(file, document, optimizer).Load(schedule, history)));
    }

    /// <summary>Verifies a checkpoint and says what it holds, without an optimizer.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged or of a newer format.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CheckpointInfo Inspect(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Read(path, withTensors: false, (_, _) => { });
    }

    private static CheckpointInfo Read(string path, bool withTensors, Action<SafeTensorsFile, CheckpointDocument> use)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            using var file = SafeTensorsFile.Read(stream, withTensors);
            var document = CheckpointDocument.Of(file.Metadata);
            use(file, document);
            return new CheckpointInfo(document);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    private static void Check(ResearchOptimizer optimizer, History? history)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (history is not null && !ReferenceEquals(history.Optimizer, optimizer))
            throw new ArgumentException("history records another optimizer: pass the one attached to this optimizer.", nameof(history));
    }
}
