using System.CommandLine;
using System.Globalization;
using OptimNotebookExt.Experiments;

namespace OptimNotebookExt.Host.Verbs;

/// <summary><c>optimnb experiment eden</c>: shows the learning rate over batches and epochs, and that a saved schedule goes on exactly.</summary>
internal static class EdenVerb
{
    private static readonly Option<int> Epochs = new("--epochs") { Description = "Epochs to show.", DefaultValueFactory = _ => 10 };
    private static readonly Option<int> Batches = new("--batches") { Description = "Batches of an epoch.", DefaultValueFactory = _ => 20 };

    private static readonly Option<string?> Json = new("--json") { Description = "Writes the learning rates to this file too." };

    internal static Command Create()
    {
        var command = new Command("eden", "Shows what Eden does to the learning rate, and reloads its state.") { Epochs, Batches, Json };
        command.SetAction(result => ExperimentVerb.Guard(result, () => Show(result)));
        return command;
    }

    private static int Show(ParseResult result)
    {
        var output = result.InvocationConfiguration.Output;
        var shown = EdenExperiment.Run(result.GetValue(Epochs), result.GetValue(Batches));
        foreach (var epoch in shown.Points.GroupBy(p => p.Epoch))
        {
            var (first, last) = (epoch.First(), epoch.Last());
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"epoch {epoch.Key,3}  batch {first.Batch,4} lr {first.Lr:E4}  batch {last.Batch,4} lr {last.Lr:E4}"));
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"last lr {shown.LastLr:R}"));
        output.WriteLine($"state {shown.State}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"lr after reloading {shown.ReloadedLr:R}"));
        if (result.GetValue(Json) is { } json)
            JsonFile.Write(json, shown);
        return ExitCode.Done;
    }
}
