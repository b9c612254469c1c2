using OptimNotebookExt.Figures;
using OptimNotebookExt.Host.Gallery.Examples;

namespace OptimNotebookExt.Host.Gallery.Entries;

/// <summary>Bars.</summary>
internal static class BarEntries
{
    internal static GalleryEntry[] All { get; } =
        [
            new("Bars", "bars",
                "One bar a label, on a log axis.",
                data => Figure.Bars(
                    "Rms of the parameters", "The root mean square of every parameter after training with Cain.",
                    ExampleTraining.Names, data.CainRun.Optimizer.Snapshot().Parameters.Select(p => p.Value.Statistics.Rms), Axis.Log("rms"))),
            new("Grouped bars", "bars",
                "Two values a label.",
                data => Figure.Bars(
                    "Parameters and updates", "The rms of every parameter and of its last recorded update.",
                    [
                        new BarSeries(ExampleTraining.Names, ExampleTraining.Names.Select(n => data.CainHistory[$"{n}/param_rms"][^1]), "param_rms"),
                        new BarSeries(ExampleTraining.Names, ExampleTraining.Names.Select(n => data.CainHistory[$"{n}/update_rms"][^1]), "update_rms"),
                    ],
                    Axis.Log("rms"))),
        ];
}
