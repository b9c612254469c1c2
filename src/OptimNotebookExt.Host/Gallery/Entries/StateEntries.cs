using OptimNotebookExt.Host.Gallery.Examples;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Host.Gallery.Entries;

/// <summary>What an optimizer holds.</summary>
internal static class StateEntries
{
    internal static GallerySection Section { get; } = new(
        "Optimizers and state",
        "optimizer.Snapshot() copies everything an optimizer holds; returning an optimizer, a snapshot or a tensor from a cell draws these views.",
        [
            new("Optimizer", "view",
                "Options, parameters and state of LearnedGradient after 200 steps.",
                data => data.LearnedGradientRun.Optimizer.View()),
            new("Parameter with its state", "view",
                "One parameter of the same optimizer with its running averages and learning-rate matrices.",
                data => data.LearnedGradientRun.Snapshot("in.weight").View()),
            new("Learning-rate matrix", "view",
                "lr_0 as a heat map centred at 1, with its spectrum, condition number, distance from the identity and the verdict on definiteness.",
                data => new MatrixView(data.LearnedGradientRun.Snapshot("in.weight").State["lr_0"], MatrixKind.LearningRate, "lr_0")),
            new("Gradient covariance", "view",
                "grad_cov_1: signed values around 0, its spectrum, and whether it is positive semi-definite.",
                data => new MatrixView(data.LearnedGradientRun.Snapshot("in.weight").State["grad_cov_1"], MatrixKind.GradientCovariance, "grad_cov_1")),
            new("Tensor", "view",
                "Shape, dtype, device, statistics and a small heat map of any tensor.",
                data => data.CainRun.Snapshot("in.weight").Value.View("in.weight")),
            new("Module", "view",
                "What returning a TorchSharp module from a cell shows.",
                data => ExampleModules.Module()),
            new("Optimizer of TorchSharp", "view",
                "TorchSharp's own optimizers show their groups and options.",
                data => ExampleModules.AdamW()),
        ]);
}
