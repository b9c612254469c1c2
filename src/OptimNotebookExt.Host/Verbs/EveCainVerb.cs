using System.CommandLine;
using OptimNotebookExt.Experiments;
using OptimNotebookExt.Experiments.EveCain;
using OptimNotebookExt.Host.Experiments;
using OptimNotebookExt.Optimizers;
using TorchSharp;

namespace OptimNotebookExt.Host.Verbs;

/// <summary><c>optimnb experiment eve-cain</c>: every optimizer on the draft's experiment, over seeds.</summary>
internal static class EveCainVerb
{
    private static readonly Option<string[]> Data = ListOption.Create("--data", "Golden experiment files to take models and pairs from; else they are generated.");
    private static readonly Option<string[]> Seeds = ListOption.Create("--seeds", "Seeds, for example 42,1,2; with --data the files of these seeds. Default: all files, or 42,1,2,3,4.");
    private static readonly Option<string[]> Optimizers = ListOption.Create("--optimizer", "Optimizers to run; default: this package's own.");
    private static readonly Option<string[]> Presets = ListOption.Create("--preset", "Presets to run, for example test or lg_meta0; default: the first of each optimizer, test.");
    internal static readonly Option<string?> Json = new("--json") { Description = "File to write runs and manifest to." };
    private static readonly Option<string> Order = MakeOrder();
    private static readonly Option<bool> DecayToZero = new("--decay-to-zero") { Description = "Multiplies the schedule's learning rate by 1 - step/steps." };
    private static readonly Option<int> Epochs = new("--epochs") { Description = "Epochs of a run.", DefaultValueFactory = _ => 150 };
    private static readonly Option<int> Threads = new("--threads") { Description = "Threads of libtorch.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string> Path = MakePath();
    internal static readonly Option<string?> Checkpoint = new("--checkpoint") { Description = "File to keep the run in, and to go on from where it is there; several runs have a file each, named after it." };
    internal static readonly Option<long?> StopAfter = new("--stop-after") { Description = "Steps, from a run's beginning, after which it is kept in --checkpoint and stops; the same line again goes on to its end." };
    private static readonly Option<string> Device = new("--device") { Description = "cpu or cuda.", DefaultValueFactory = _ => "cpu" };

    internal static Command Create()
    {
        var command = new Command("eve-cain", "Runs the draft's experiment and compares it with PyTorch's figures.")
        {
            Data, Seeds, Optimizers, Presets, Json, Order, DecayToZero, Epochs, Threads, Device, Path, Checkpoint, StopAfter,
        };
        // A task of its own, so that Ctrl-C is seen while the run goes on.
        command.SetAction((result, cancellation) =>
            Task.Run(() => ExperimentVerb.Guard(result, () => Run(result, cancellation)), CancellationToken.None));
        return command;
    }

    private static int Run(ParseResult result, CancellationToken cancellation)
    {
        var output = result.InvocationConfiguration.Output;
        var json = result.GetValue(Json);
        OutputFile.CheckFolder("--json", json);
        if (Compute(result, output, result.InvocationConfiguration.Error, cancellation) is not { } results || json is null)
            return ExitCode.Done;
        results.Save(json);
        output.WriteLine($"wrote {json}");
        return ExitCode.Done;
    }

    /// <summary>The runs of a command line, whatever it says of files to write results to.</summary>
    /// <returns>Null where a run stopped before its end.</returns>
    internal static EveCainResults? Compute(ParseResult result, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var presets = EveCainPresets.Select(ListOption.Split(result.GetValue(Optimizers)), ListOption.Split(result.GetValue(Presets)));
        var options = new EveCainOptions
        {
            Epochs = result.GetValue(Epochs),
            Order = Enum.Parse<EveCainOrder>(result.GetValue(Order)!, ignoreCase: true),
            DecayToZero = result.GetValue(DecayToZero),
            Device = result.GetValue(Device)!,
            Path = Enum.Parse<OptimizerPath>(result.GetValue(Path)!, ignoreCase: true),
            Checkpoint = result.GetValue(Checkpoint),
            StopAfter = result.GetValue(StopAfter),
        };
        OutputFile.CheckFolder("--checkpoint", options.Checkpoint);
        if (result.GetValue(Threads) is var threads && threads < 1)
            throw new ArgumentException($"--threads must be at least 1, but is {threads}.");
        var data = EveCainSelection.Of(Files(result), ListOption.Seeds(result.GetValue(Seeds)));

        torch.set_num_threads(threads);
        var runs = new EveCainBatch(presets, data, options).Run(output, error, cancellation);
        if (runs.Count(r => r.Stopped) is var stopped && stopped > 0)
        {
            output.WriteLine($"{stopped} of {runs.Count} runs stopped and are kept in {options.Checkpoint}; the same line again goes on to their end");
            return null;
        }
        // PyTorch's figures are of whole runs in the fixed order.
        var compare = options is { Epochs: 150, Order: EveCainOrder.Fixed };
        EveCainTable.Write(output, EveCainSummary.Of(runs), compare);
        string[] arguments = [.. result.Tokens.Select(t => t.Value)];
        return new EveCainResults(runs, RunManifest.Capture(data.Select(d => d.Seed), options.Device, $"optimnb {string.Join(' ', arguments)}") with
        {
            Arguments = arguments,
            Inputs = Files(result).ToDictionary(file => file, RunManifest.HashOf),
        });
    }

    private static string[] Files(ParseResult result) => result.GetValue(Data) ?? [];

    private static Option<string> MakeOrder()
    {
        var order = new Option<string>("--order") { Description = "Order of the pairs, the same in every epoch or a new one.", DefaultValueFactory = _ => "fixed" };
        return order.AcceptOnlyFromAmong("fixed", "reshuffled");
    }

    private static Option<string> MakePath()
    {
        var path = new Option<string>("--path") { Description = "How this package's optimizers step.", DefaultValueFactory = _ => "auto" };
        return path.AcceptOnlyFromAmong("auto", "reference", "fast");
    }
}
