using System.CommandLine;
using OptimNotebookExt.Experiments.Tasks;

namespace OptimNotebookExt.Host.Verbs;

/// <summary><c>optimnb experiment eve-cain|eden|TASK</c>: runs the draft's experiments, and the tasks of <see cref="TaskCatalog"/>.</summary>
internal static class ExperimentVerb
{
    internal static Command Create()
    {
        var command = new Command("experiment", "Runs the draft's experiments, or a task with any optimizer.") { EveCainVerb.Create(), EdenVerb.Create() };
        foreach (var task in TaskCatalog.All)
            command.Add(TaskVerb.Create(task));
        return command;
    }

    /// <summary>Runs an action; what the user can mend is said in one line, with exit code 1.</summary>
    internal static int Guard(ParseResult result, Func<int> action) =>
        GuardAsync(result, () => Task.FromResult(action())).GetAwaiter().GetResult();

    /// <summary>As <see cref="Guard"/>, for an action that waits.</summary>
    internal static async Task<int> GuardAsync(ParseResult result, Func<Task<int>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (Exception e) when (e is ArgumentException or IOException or InvalidDataException or UnauthorizedAccessException or TorchBackendException)
        {
            result.InvocationConfiguration.Error.WriteLine($"optimnb: {e.Message}");
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            var kept = result.GetValue(EveCainVerb.Checkpoint);
            result.InvocationConfiguration.Error.WriteLine(kept is null ? "optimnb: stopped; nothing was written." : $"optimnb: stopped; what was reached is kept in {kept}, and the same line again goes on.");
            return ExitCode.Stopped;
        }
    }
}
