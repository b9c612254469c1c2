using OptimNotebookExt.Host.Gallery.Examples;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Host.Gallery.Entries;

/// <summary>Results of the experiment.</summary>
internal static class ExperimentEntries
{
    internal static GallerySection Section { get; } = new(
        "Experiments",
        "EveCainExperiment runs the draft's experiment; here a small one of 8 features and 12 hidden units.",
        [
            new("Results of the experiment", "view",
                "Loss curves with the range over seeds, then the final table. Whole runs in the fixed order also show PyTorch's figures.",
                data => new ExperimentView(data.Results)),
            new("A sweep", "view",
                "Optimizers at their best settings with bands and tests, and what the learning rate does. The figures are made up.",
                _ => new SweepView(ExampleSweep.Results)),
            new("Run manifest", "view",
                "What a result was made with: enough to make it again, and to see why another machine's differs.",
                data => new RunManifestView(GalleryData.Manifest)),
        ]);
}
