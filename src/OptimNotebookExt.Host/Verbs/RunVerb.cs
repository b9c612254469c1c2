using System.CommandLine;
using System.Text.Json;
using OptimNotebookExt.Host.Notebooks;

namespace OptimNotebookExt.Host.Verbs;

/// <summary><c>optimnb run</c>: executes notebooks without a browser and writes them, a page each and a manifest.</summary>
internal static class RunVerb
{
    internal static Command Create()
    {
        var notebooks = new Argument<string[]>("notebooks") { Description = "Notebooks, .ipynb or .dib.", Arity = ArgumentArity.OneOrMore };
        var output = new Option<string>("--out") { Description = "The folder to write to; nothing is written elsewhere.", DefaultValueFactory = _ => "out/notebooks" };
        var parameters = new Option<string[]>("--param") { Description = "name=value: replaces a value in the cell that is tagged 'parameters'.", AllowMultipleArgumentsPerToken = true };
        var device = new Option<string?>("--device") { Description = "Sets the parameter 'device' where a notebook has one." };
        device.AcceptOnlyFromAmong("cpu", "cuda");
        var limit = new Option<double?>("--cell-timeout") { Description = "Seconds that a cell may run; no limit without it." };
        var check = new Option<bool>("--check") { Description = "Compares the outputs with those of the given files; a difference is a failure." };
        // Of the processes that this verb starts: where the entry for the manifest goes.
        var entry = new Option<string?>("--entry") { Hidden = true };
        var command = new Command("run", "Executes notebooks and writes them with their outputs, one page each and a manifest.") { notebooks, output, parameters, device, limit, check, entry };
        command.SetAction((parsed, stop) => ExperimentVerb.GuardAsync(parsed, async () =>
        {
            var seconds = parsed.GetValue(limit);
            if (seconds is <= 0)
                throw new ArgumentException("--cell-timeout must be more than 0 seconds.");
            var request = new RunRequest(
                Path.GetFullPath(parsed.GetRequiredValue(output)), [.. (parsed.GetValue(parameters) ?? []).Select(Parameter)], parsed.GetValue(device),
                seconds is { } limited ? TimeSpan.FromSeconds(limited) : null);
            var files = parsed.GetRequiredValue(notebooks);
            return parsed.GetValue(entry) is { } file
                ? await RunHere(request, files[0], file, stop).ConfigureAwait(false)
                : await NotebookBatch.RunAsync(request, files, parsed.GetValue(check), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, stop).ConfigureAwait(false);
        }));
        return command;
    }

    private static async Task<int> RunHere(RunRequest request, string file, string entryFile, CancellationToken stop)
    {
        using var both = OwnProgram.StopWithStarter(stop);
        try
        {
            var entry = await NotebookJob.RunAsync(request, file, both.Token).ConfigureAwait(false);
            AtomicFile.WriteAllText(entryFile, JsonSerializer.Serialize(entry, RunManifestFile.Json));
            return entry.Status == NotebookEntry.Passed ? ExitCode.Done : ExitCode.Failed;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"optimnb: {e.Message}").ConfigureAwait(false);
            return NotebookProcess.CannotWrite;
        }
    }

    private static KeyValuePair<string, string> Parameter(string text) => text.Split('=', 2) is [{ Length: > 0 } name, var value]
        ? new(name.Trim(), value)
        : throw new ArgumentException($"--param {text}: write name=value.");
}
