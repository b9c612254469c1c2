using System.CommandLine;
using OptimNotebookExt.Replay;
using TorchSharp;

namespace OptimNotebookExt.Host.Verbs;

/// <summary><c>optimnb replay FILE.json…</c>: replays golden files and says of each path and dtype whether it matches.</summary>
internal static class ReplayVerb
{
    internal static Command Create()
    {
        var files = new Argument<string[]>("files") { Description = "Golden files: trajectories, kernels, Eden, experiments.", Arity = ArgumentArity.OneOrMore };
        var command = new Command(
            "replay", "Replays golden files and prints one line for each file, path and dtype: FILE path dtype maxrel tolerance PASS|FAIL|INFO.")
        {
            files,
        };
        command.SetAction(result => Run(result.GetRequiredValue(files), result.InvocationConfiguration.Output, result.InvocationConfiguration.Error));
        return command;
    }

    /// <summary>0 where nothing failed, 1 where a file does not match, 2 where one cannot be read.</summary>
    internal static int Run(IEnumerable<string> files, TextWriter output, TextWriter error)
    {
        TorchBackend.EnsureLoaded();
        // As the golden data were made; more threads only get in each other's way at these sizes.
        torch.set_num_threads(1);
        var code = 0;
        foreach (var file in files)
        {
            try
            {
                foreach (var result in GoldenReplay.Run(file))
                {
                    output.WriteLine(result.Line(file));
                    if (result.Outcome == ReplayOutcome.Fail)
                        code = Math.Max(code, 1);
                }
            }
            catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                error.WriteLine(e.Message);
                code = 2;
            }
        }
        return code;
    }
}
