using System.CommandLine;
using OptimNotebookExt.Host.Terminals;
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
        var device = DeviceOption.Create("Where the data are replayed: cpu or cuda.");
        var path = new Option<string[]>("--path") { Description = "Paths: reference, fast, device. By default reference and fast, with --device cuda reference and device.", AllowMultipleArgumentsPerToken = true };
        path.AcceptOnlyFromAmong("reference", "fast", "device");
        var json = new Option<string?>("--json") { Description = "Writes the verdicts to this file too." };
        var command = new Command(
            "replay", "Replays golden files and prints one line for each file, path and dtype: FILE path dtype maxrel tolerance PASS|FAIL|INFO.")
        {
            files, device, path, json,
        };
        command.SetAction(result => ExperimentVerb.Guard(result, () => Run(
            result.GetRequiredValue(files), result.GetValue(device)!, result.GetValue(path) ?? [], result.GetValue(json), result.InvocationConfiguration.Output, result.InvocationConfiguration.Error)));
        return command;
    }

    /// <summary>0 where nothing failed, 1 where a file does not match, 2 where one cannot be read or there is no such device.</summary>
    private static int Run(string[] files, string device, string[] paths, string? json, TextWriter output, TextWriter error)
    {
        if (DeviceOption.IsMissing(device, error))
            return ExitCode.Unusable;
        var target = device == "cuda" ? ReplayTarget.Cuda : ReplayTarget.Cpu;
        if (paths.Length > 0)
            target = target with { Paths = [.. paths.Select(p => Enum.Parse<OptimizerPath>(p, ignoreCase: true))] };
        // As the golden data were made; more threads only get in each other's way at these sizes.
        torch.set_num_threads(1);
        var results = new List<(string File, ReplayResult Result)>();
        var code = ProgressDisplay.Run(output, error, files.Length, display => Replay(files, target, display, results));
        if (json is not null)
            JsonFile.Write(json, Json(results));
        return code;
    }

    private static object Json(IEnumerable<(string File, ReplayResult Result)> results) =>
        results.Select(r => new
        {
            file = r.File,
            path = r.Result.Path,
            dtype = r.Result.Dtype,
            max_rel = Finite(r.Result.MaxRel),
            tolerance = Finite(r.Result.Tolerance),
            verdict = r.Result.Outcome.ToString().ToUpperInvariant(),
            note = r.Result.Note,
        });

    /// <summary>JSON has no other numbers.</summary>
    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private static int Replay(string[] files, ReplayTarget target, ProgressDisplay display, List<(string File, ReplayResult Result)> results)
    {
        var code = ExitCode.Done;
        foreach (var file in files)
        {
            display.Begin(Path.GetFileName(file));
            try
            {
                foreach (var result in GoldenReplay.Run(file, target))
                {
                    results.Add((file, result));
                    display.WriteLine(result.Line(file));
                    if (result.Outcome == ReplayOutcome.Fail)
                        code = Math.Max(code, ExitCode.Failed);
                }
            }
            catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                display.WriteError(e.Message);
                code = ExitCode.Unusable;
            }
            display.Advance();
        }
        return code;
    }
}
