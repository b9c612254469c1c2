using System.CommandLine;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Replay;
using TorchSharp;

namespace OptimNotebookExt.Host.Verbs;

/// <summary><c>optimnb replay FILE.json…</c>: replays golden files and says of each path and dtype whether it matches.</summary>
internal static class ReplayVerb
{
    internal static Command Create()
    {
        var files = new Argument<string[]>("files") { Description = "Golden files: trajectories, kernels, Eden, experiments.", Arity = ArgumentArity.OneOrMore };
        var device = new Option<string>("--device") { Description = "Where the data are replayed: cpu or cuda.", DefaultValueFactory = _ => "cpu" };
        device.AcceptOnlyFromAmong("cpu", "cuda");
        var path = new Option<string[]>("--path") { Description = "Paths: reference, fast, device. By default reference and fast, with --device cuda reference and device.", AllowMultipleArgumentsPerToken = true };
        path.AcceptOnlyFromAmong("reference", "fast", "device");
        var command = new Command(
            "replay", "Replays golden files and prints one line for each file, path and dtype: FILE path dtype maxrel tolerance PASS|FAIL|INFO.")
        {
            files, device, path,
        };
        command.SetAction(result => Run(
            result.GetRequiredValue(files), result.GetValue(device)!, result.GetValue(path) ?? [], result.InvocationConfiguration.Output, result.InvocationConfiguration.Error));
        return command;
    }

    /// <summary>0 where nothing failed, 1 where a file does not match, 2 where one cannot be read or there is no such device.</summary>
    internal static int Run(IEnumerable<string> files, string device, IReadOnlyList<string> paths, TextWriter output, TextWriter error)
    {
        TorchBackend.EnsureLoaded();
        if (device == "cuda" && !torch.cuda.is_available())
        {
            error.WriteLine("--device cuda: libtorch sees no CUDA device; use cpu, or a CUDA backend on a machine with a GPU.");
            return 2;
        }
        var target = device == "cuda" ? ReplayTarget.Cuda : ReplayTarget.Cpu;
        if (paths.Count > 0)
            target = target with { Paths = [.. paths.Select(p => Enum.Parse<OptimizerPath>(p, ignoreCase: true))] };
        // As the golden data were made; more threads only get in each other's way at these sizes.
        torch.set_num_threads(1);
        var code = 0;
        foreach (var file in files)
        {
            try
            {
                foreach (var result in GoldenReplay.Run(file, target))
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
