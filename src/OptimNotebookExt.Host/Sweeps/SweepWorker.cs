using System.Globalization;
using OptimNotebookExt.Experiments;
using OptimNotebookExt.Experiments.Sweeps;
using OptimNotebookExt.Experiments.Tasks;

namespace OptimNotebookExt.Host.Sweeps;

/// <summary>
/// Does runs of a sweep, one after the other, each whole and written before the next. What it begins and ends it says in
/// lines that <see cref="SweepPool"/> reads.
/// </summary>
internal sealed class SweepWorker(SweepDefinition sweep, SweepFolder folder, TextWriter output)
{
    internal const string Begun = "begun";
    internal const string Ended = "ended";

    /// <summary>While another process does the last run that the rest depends on.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    private readonly SweepState _state = new(sweep, folder);
    private readonly Lazy<RunManifest> _manifest = new(() => RunManifest.Capture([]) with { Threads = sweep.Threads });

    /// <summary>Does whatever nobody else does, until every run is settled that can be.</summary>
    internal void RunAll(CancellationToken stop)
    {
        while (true)
        {
            var (taken, elsewhere) = (false, false);
            foreach (var run in _state.Known.Where(r => !_state.IsSettled(r)).ToArray())
            {
                stop.ThrowIfCancellationRequested();
                if (TryRun(run, stop))
                    taken = true;
                else
                    elsewhere = true;
            }
            if (!taken && !elsewhere)
                return;
            if (!taken)
                stop.WaitHandle.WaitOne(s_pause);
        }
    }

    /// <summary>Does a run, if it is not settled; false where another process is at it.</summary>
    internal bool TryRun(SweepRun run, CancellationToken stop)
    {
        using var claim = SweepClaim.TryTake(folder.ClaimFile(run));
        if (claim is null)
            return false;
        // Another process may have done it between the look and the claim.
        if (!_state.IsSettled(run))
        {
            folder.RemoveUnfinished(run);
            output.WriteLine($"{Begun} {run.Key}");
            Run(run, stop);
            output.WriteLine($"{Ended} {run.Key}");
        }
        claim.Complete();
        return true;
    }

    private void Run(SweepRun run, CancellationToken stop)
    {
        try
        {
            var options = new TaskRunOptions { Steps = run.Steps, Threads = sweep.Threads };
            var before = Environment.CpuUsage.TotalTime;
            var (figures, timing) = TaskRunner.Run(TaskCatalog.Get(sweep.Task), run.Choice, run.Seed, options, cancellation: stop);
            folder.Keep(run, figures, new SweepTiming(run.Key, timing.WallSeconds, timing.SecondsToTarget, (Environment.CpuUsage.TotalTime - before).TotalSeconds, _manifest.Value with { Date = DateTimeOffset.UtcNow }));
        }
        catch (TorchBackendException)
        {
            // Nothing of this run alone.
            throw;
        }
#pragma warning disable CA1031 // whatever goes wrong in one run is kept as its result, and the others go on
        catch (Exception e) when (e is not (OperationCanceledException or IOException or UnauthorizedAccessException))
#pragma warning restore CA1031
        {
            folder.KeepFailure(run, string.Create(CultureInfo.InvariantCulture, $"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}"));
        }
    }
}
