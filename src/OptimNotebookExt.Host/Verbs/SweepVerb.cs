using System.CommandLine;
using OptimNotebookExt.Experiments.Sweeps;
using OptimNotebookExt.Experiments.Tasks;
using OptimNotebookExt.Host.Sweeps;
using OptimNotebookExt.Host.Sweeps.Slurm;

namespace OptimNotebookExt.Host.Verbs;

/// <summary><c>optimnb sweep</c>: a grid of settings and seeds, here in parallel processes or on a Slurm cluster.</summary>
internal static class SweepVerb
{
    private static readonly Argument<string> File = new("SWEEP") { Description = "The sweep file (docs/SWEEPS.md)." };
    private static readonly Option<string> Out = new("--out") { Description = "The folder of the results. What it has already is not done again.", Required = true };
    private static readonly Option<int?> Processes = new("--processes") { Description = "Runs at a time. Default: as many as the machine's processors have room for." };
    private static readonly Option<bool> RetryFailed = new("--retry-failed") { Description = "Does runs again that have failed." };
    private static readonly Option<bool> Status = new("--status") { Description = "Merges what is there and says what is missing; runs nothing." };
    private static readonly Option<bool> Slurm = new("--slurm") { Description = "Writes array jobs for what is missing and submits them with sbatch." };
    private static readonly Option<bool> NoSubmit = new("--no-submit") { Description = "With --slurm: writes the scripts alone." };
    private static readonly Option<string[]> SlurmSettings = new("--slurm-option") { Description = "An option of sbatch, for example partition=cpu or time=01:00:00; goes before the sweep file's.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<int> RunsPerTask = new("--runs-per-task") { Description = "With --slurm: runs that one task of the array does, one after the other.", DefaultValueFactory = _ => 1 };

    // Of the processes that this verb starts.
    private static readonly Option<bool> Work = new("--work") { Hidden = true };
    private static readonly Option<string?> List = new("--list") { Hidden = true };
    private static readonly Option<int> Line = new("--line") { Hidden = true };
    private static readonly Option<int> Lines = new("--lines") { Hidden = true, DefaultValueFactory = _ => 1 };

    internal static Command Create()
    {
        var command = new Command("sweep", "Tunes and compares optimizers on a task: a grid and seeds, resumable, in parallel processes or on a cluster.")
        {
            File, Out, Processes, RetryFailed, Status, Slurm, NoSubmit, SlurmSettings, RunsPerTask, Work, List, Line, Lines,
        };
        command.SetAction((result, stop) => Task.Run(() => ExperimentVerb.GuardAsync(result, () => Run(result, stop)), CancellationToken.None));
        return command;
    }

    private static async Task<int> Run(ParseResult result, CancellationToken stop)
    {
        var output = result.InvocationConfiguration.Output;
        Check(result);
        var sweep = SweepDefinition.Load(result.GetRequiredValue(File));
        var folder = new SweepFolder(result.GetRequiredValue(Out));
        if (result.GetValue(Work))
            return WorkHere(new SweepWorker(sweep, folder, output), stop);
        if (result.GetValue(List) is { } list)
            return SlurmTask.Run(sweep, folder, list, result.GetValue(Line), result.GetValue(Lines), output, stop);

        var state = new SweepState(sweep, folder);
        if (result.GetValue(Status))
        {
            SweepStatus.Write(state, output);
            return SweepReport.Write(state, output);
        }
        if (result.GetValue(RetryFailed))
        {
            foreach (var run in state.Known.Where(r => state.Value(r) is null))
                folder.ForgetFailure(run);
        }
        // Data that is not there is said once, not by every run.
        _ = TaskCatalog.Get(sweep.Task).InputFiles;
        if (result.GetValue(Slurm))
            return new SlurmSubmission(state, SlurmSubmission.Options(sweep, result.GetValue(SlurmSettings) ?? []), result.GetValue(RunsPerTask)).Run(!result.GetValue(NoSubmit), output);
        return await RunHere(state, result.GetValue(Processes) ?? Math.Max(1, Environment.ProcessorCount / sweep.Threads), output, result.InvocationConfiguration.Error, stop).ConfigureAwait(false);
    }

    private static async Task<int> RunHere(SweepState state, int processes, TextWriter output, TextWriter error, CancellationToken stop)
    {
        var well = true;
        if (!state.Known.All(state.IsSettled))
        {
            var display = new SweepDisplay(state, output, error);
            var pool = new SweepPool(state, SweepPlanFile.Write(state.Sweep, state.Folder), processes, display);
            well = await display.Show(() => pool.RunAsync(stop)).ConfigureAwait(false);
        }
        var code = SweepReport.Write(state, output);
        if (!stop.IsCancellationRequested)
            return well ? code : ExitCode.Failed;
        output.WriteLine("stopped; the same line again goes on");
        return ExitCode.Stopped;
    }

    /// <summary>Ends with the process that started this one, which holds the other end of the input.</summary>
    private static int WorkHere(SweepWorker worker, CancellationToken stop)
    {
        using var both = OwnProgram.StopWithStarter(stop);
        try
        {
            worker.RunAll(both.Token);
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Stopped;
        }
    }

    private static void Check(ParseResult result)
    {
        var kinds = new[] { Status, Slurm, Work }.Where(result.GetValue).Select(o => o.Name).ToArray();
        if (kinds.Length > 1)
            throw new ArgumentException($"{string.Join(" and ", kinds)} cannot go together; give one of them.");
        if (result.GetValue(Processes) is < 1)
            throw new ArgumentException($"--processes must be at least 1, but is {result.GetValue(Processes)}.");
        if (result.GetValue(RunsPerTask) < 1)
            throw new ArgumentException($"--runs-per-task must be at least 1, but is {result.GetValue(RunsPerTask)}.");
        if (result.GetValue(Slurm) && result.GetValue(Processes) is not null)
            throw new ArgumentException("--processes is for runs on this machine; with --slurm the cluster decides, see --slurm-option.");
        if (!result.GetValue(Slurm) && (result.GetValue(NoSubmit) || result.GetValue(SlurmSettings) is { Length: > 0 }))
            throw new ArgumentException("--no-submit and --slurm-option belong to --slurm; add it.");
    }
}
