using System.CommandLine;
using OptimNotebookExt.Host.Bench;
using OptimNotebookExt.Host.Terminals;
using OptimNotebookExt.Optimizers;

namespace OptimNotebookExt.Host.Verbs;

/// <summary><c>optimnb bench</c>: what a step of each optimizer costs, beside TorchSharp's AdamW and what the machine can do at best.</summary>
internal static class BenchVerb
{
    internal static Command Create()
    {
        var json = new Option<FileInfo?>("--json") { Description = "Writes the figures to this file too." };
        var threads = new Option<int>("--threads") { Description = "Threads of libtorch and of the fast path.", DefaultValueFactory = _ => 2 };
        var rounds = new Option<int>("--rounds") { Description = "Interleaved rounds; the medians are taken over them.", DefaultValueFactory = _ => 7 };
        var caseSeconds = new Option<int>("--case-seconds") { Description = "A case whose rounds take longer in all is timed in three of them.", DefaultValueFactory = _ => 30 };
        var set = new Option<string?>("--set") { Description = "One set of parameters; all of them without it." };
        set.AcceptOnlyFromAmong([.. BenchSet.All.Select(s => s.Name)]);
        var optimizer = new Option<string?>("--optimizer") { Description = "One optimizer; all of them without it." };
        optimizer.AcceptOnlyFromAmong([BenchCase.AdamW, .. OptimizerCatalog.All.Select(e => e.Name)]);
        var path = new Option<string?>("--path") { Description = "One path, reference, fast or device; those of the device without it." };
        path.AcceptOnlyFromAmong(BenchTarget.ReferencePath, BenchTarget.FastPath, BenchTarget.DevicePath);
        var device = DeviceOption.Create("Where the steps are made: cpu, on the paths reference and fast, or cuda, on reference and device.");
        var withPyTorch = new Option<bool>("--with-pytorch") { Description = "Times the same in PyTorch (benchmarks/pytorch), in the same rounds." };
        var root = new Option<DirectoryInfo?>("--pytorch-root") { Description = "Where the packages of PyTorch were unpacked with dpkg -x; without it they are installed." };
        foreach (var positive in (Option<int>[])[threads, rounds, caseSeconds])
        {
            positive.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<int>() < 1)
                    result.AddError($"{positive.Name} must be at least 1.");
            });
        }

        var command = new Command("bench", "Times a step of each optimizer in interleaved rounds, beside TorchSharp's AdamW and the machine's limits.")
        {
            json, threads, rounds, caseSeconds, set, optimizer, path, device, withPyTorch, root,
        };
        command.SetAction(result =>
        {
            if (DeviceOption.IsMissing(result.GetValue(device)!, result.InvocationConfiguration.Error))
                return ExitCode.Unusable;
            var on = (result.GetValue(device) == "cuda" ? BenchDevice.Cuda : BenchDevice.Cpu).With(result.GetValue(path));
            var sets = BenchSet.All.Where(s => result.GetValue(set) is not { } name || s.Name == name).ToArray();
            using var pyTorch = result.GetValue(withPyTorch) ? PyTorch.Start(result.GetValue(threads), result.GetValue(root)) : null;
            var runner = new BenchRunner(result.GetValue(threads), result.GetValue(rounds), result.GetValue(caseSeconds), on, Wanted, pyTorch);
            var (machine, rows) = ProgressDisplay.Run(result.InvocationConfiguration.Output, result.InvocationConfiguration.Error, sets.Length * result.GetValue(rounds), display => runner.Run(sets, display));
            BenchTable.Write(result.InvocationConfiguration.Output, machine, rows);
            if (result.GetValue(json) is { } file)
                JsonFile.Write(file.FullName, new { machine, rows });
            return ExitCode.Done;

            bool Wanted(BenchCase what, string onPath) => result.GetValue(optimizer) is not { } name || what.Optimizer == name;
        });
        return command;
    }
}
