using OptimNotebookExt.Figures;
using OptimNotebookExt.Recording;

namespace OptimNotebookExt.Views;

/// <summary>The figures of a history: a figure for each group of quantities, a panel for each quantity.</summary>
internal static class HistoryFigures
{
    private const int MaxMatrices = 6;
    private const int MatricesInARow = 3;
    private const int MaxMoments = 4;

    /// <summary>Loss and learning rate.</summary>
    internal static Figure? Run(HistorySnapshot history) => Group(
        "Loss and learning rate", "Loss and learning rate over the steps of the run.",
        [HistoryLines.Of(history, "loss", "loss"), HistoryLines.Of(history, "lr", "lr")]);

    /// <summary>How large parameters, gradients and updates are.</summary>
    internal static Figure? Sizes(HistorySnapshot history) => Group(
        "Sizes", "The rms of parameters, gradients and updates over the steps of the run.",
        [
            HistoryLines.Of(history, "param_rms", "param_rms"),
            HistoryLines.Of(history, "grad_rms", "grad_rms"),
            HistoryLines.Of(history, "update_rms", "update_rms"),
        ]);

    /// <summary>Where the updates go.</summary>
    internal static Figure? Updates(HistorySnapshot history) => Group(
        "Updates", "The relative size of the updates, their angle to the gradient and the clipped share over the steps of the run.",
        [
            HistoryLines.Of(history, "relative_update", "relative_update"),
            HistoryLines.Of(history, "cos_update_gradient", "cos_update_gradient"),
            HistoryLines.Of(history, "clipped_fraction", "clipped_fraction", sampledOnly: true),
        ]);

    /// <summary>What the optimizer knows of each parameter's scale.</summary>
    internal static Figure? Scale(HistorySnapshot history) => Group(
        "Scale", "The running averages of the gradient with respect to each parameter's scale over the steps of the run.",
        [
            HistoryLines.Of(history, "scale_exp_avg", "scale_exp_avg"),
            HistoryLines.Of(history, "scale_exp_avg_sq", "scale_exp_avg_sq"),
            HistoryLines.Of(history, "scale_grads", "scale_grads"),
        ]);

    /// <summary>What the gradients that came later say of the steps that the learned matrices made.</summary>
    internal static Figure? Learning(HistorySnapshot history) => Group(
        "Learning", "The objective of the learned matrices, its cosine, the agreement with later gradients, and updates in a row that left the step one direction, over the steps of the run.",
        [
            HistoryLines.Of(history, "objective", "objective"),
            HistoryLines.Of(history, "agreement", "agreement"),
            HistoryLines.Of(history, "updates in a row with one direction", "collapsed_in_a_row"),
        ]);

    /// <summary>How the optimizer's matrices develop.</summary>
    internal static Figure? Matrices(HistorySnapshot history) => Group(
        "Matrices", "Extreme eigenvalues and condition numbers of the optimizer's matrices over the steps of the run.",
        [
            HistoryLines.Of(history, "least eigenvalue", "min", sampledOnly: true),
            HistoryLines.Of(history, "largest eigenvalue", "max", sampledOnly: true),
            HistoryLines.Of(history, "condition number", "condition", sampledOnly: true),
        ]);

    /// <summary>How far the bases in use are from those that the gradients now have.</summary>
    internal static Figure? Staleness(HistorySnapshot history) => Group(
        "Staleness", "The staleness of the optimizer's bases along every axis over the steps of the run.", [.. StalenessPanels(history)]);

    /// <summary>Whole spectra at a few moments, a panel for each matrix, one row of panels a figure.</summary>
    internal static IEnumerable<Figure?> Spectra(HistorySnapshot history) => history.SpectraNames.Take(MaxMatrices).Chunk(MatricesInARow).Select(names => Group(
        "Spectra", $"The spectra of {string.Join(", ", names)} at a few steps of the run, greatest values first.",
        [.. names.Select(name => Spectrum(history, name))]));

    private static IEnumerable<Figure?> StalenessPanels(HistorySnapshot history) => history.Values
        .Select(v => v.Key.Split('/')[^1]).Where(n => n.StartsWith("staleness_", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
        .Select(n => HistoryLines.Of(history, n, n, sampledOnly: true));

    private static Figure? Spectrum(HistorySnapshot history, string matrix)
    {
        var samples = history.Spectra(matrix);
        if (samples.IsEmpty)
            return null;
        var moments = Enumerable.Range(0, MaxMoments).Select(i => samples[(int)((long)i * (samples.Length - 1) / (MaxMoments - 1))]).DistinctBy(s => s.Step);
        return Figure.Spectrum(
            matrix, $"The spectrum of {matrix} at a few steps of the run.",
            moments.Select(s => ($"step {ViewText.Count(s.Step)}", s.Values.AsEnumerable())),
            matrix.Contains("/proj_", StringComparison.Ordinal) ? "singular value" : "eigenvalue");
    }

    private static Figure? Group(string title, string alt, IReadOnlyList<Figure?> panels)
    {
        var there = panels.OfType<Figure>().ToArray();
        return there.Length switch
        {
            0 => null,
            1 => there[0],
            _ => Figure.Beside(title, alt, there),
        };
    }
}
