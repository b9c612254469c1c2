using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Tests.Commands.HowTo;

/// <summary>Stands for the package's <see cref="OptimNotebookExt.Optim"/>, with the method that the how-to adds to it.</summary>
internal static class Optim
{
    /// <summary>The root mean squares of an optimizer's parameters.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="first">How many parameters, at least 1.</param>
    public static View Norms(ResearchOptimizer optimizer, int first = int.MaxValue) => NormsCommand.Norms(optimizer, first);
}
