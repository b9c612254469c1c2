using System.Text.Json;
using OptimNotebookExt.Experiments.Tasks;

namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>
/// Where a sweep keeps its runs, each in files of its own named after its key: <c>runs/</c> the figures, <c>timings/</c>
/// what depends on the machine, <c>failed/</c> why there are none, <c>claims/</c> who is at it.
/// </summary>
internal sealed class SweepFolder
{
    /// <summary>Opens the folder, and makes it where it is not there.</summary>
    internal SweepFolder(string path)
    {
        Root = Path.GetFullPath(path);
        foreach (var part in (string[])["runs", "timings", "failed", "claims"])
            Directory.CreateDirectory(Path.Combine(Root, part));
    }

    internal string Root { get; }

    internal string RunFile(SweepRun run) => In("runs", run);

    internal string TimingFile(SweepRun run) => In("timings", run);

    internal string FailureFile(SweepRun run) => In("failed", run);

    internal string ClaimFile(SweepRun run) => In("claims", run);

    /// <summary>The figures of a run; null where there is no file, or one that is damaged or of another run, which is then made anew.</summary>
    internal TaskRun? Find(SweepRun run)
    {
        try
        {
            return File.Exists(RunFile(run)) && ReadRun(RunFile(run)) is { } found && run.IsOf(found) ? found : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Why a run has failed; null where it has not, or was done since.</summary>
    internal string? Failure(SweepRun run) =>
        File.Exists(FailureFile(run)) && !File.Exists(RunFile(run)) && Read<SweepFailure>(FailureFile(run)) is { } failure ? failure.Message : null;

    /// <summary>How long a run took; null where it is not known.</summary>
    internal SweepTiming? Timing(SweepRun run) => File.Exists(TimingFile(run)) ? Read<SweepTiming>(TimingFile(run)) : null;

    /// <summary>Keeps what a run gave. The figures come last: where they are, the run is done.</summary>
    internal void Keep(SweepRun run, TaskRun figures, SweepTiming timing)
    {
        AtomicFile.WriteAllText(TimingFile(run), JsonSerializer.Serialize(timing, ResultJson.Options) + "\n");
        AtomicFile.WriteAllText(RunFile(run), JsonSerializer.Serialize(figures, ResultJson.Options) + "\n");
        File.Delete(FailureFile(run));
    }

    internal void KeepFailure(SweepRun run, string message) =>
        AtomicFile.WriteAllText(FailureFile(run), JsonSerializer.Serialize(new SweepFailure(run.Key, message), ResultJson.Options) + "\n");

    internal void ForgetFailure(SweepRun run) => File.Delete(FailureFile(run));

    /// <summary>Removes what a process left behind that was killed while it wrote; for whoever holds the run's claim.</summary>
    internal void RemoveUnfinished(SweepRun run)
    {
        foreach (var part in (string[])["runs", "timings", "failed"])
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, part), $"{run.Key}.json.*.tmp"))
                File.Delete(file);
        }
    }

    /// <summary>Reads the figures of one run.</summary>
    /// <exception cref="InvalidDataException">The file is not of that form.</exception>
    internal static TaskRun ReadRun(string path) =>
        Read<TaskRun>(path) is { Losses: not null, LossSteps: not null, Settings: not null } run ? run : throw new InvalidDataException($"{path}: it does not hold the figures of a run.");

    private static T? Read<T>(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), ResultJson.Options);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    private string In(string part, SweepRun run) => Path.Combine(Root, part, run.Key + ".json");
}
