using OptimNotebookExt.Notebook;

namespace OptimNotebookExt.Diagnostics;

/// <summary>What <see cref="TensorDiagnostics.Collect"/> returns: immutable, without tensors, valid after the diagnostics are disposed.</summary>
/// <param name="Module">The type of the module.</param>
/// <param name="Passes">Outermost forward calls seen.</param>
/// <param name="ParameterReadings">How often parameters and their gradients were read.</param>
/// <param name="PercentileLevels">The levels of <see cref="StatisticDistribution.Percentiles"/>.</param>
/// <param name="Tensors">By module in the order of the model: outputs, each followed by its gradient; then the parameters, each followed by its gradient.</param>
/// <param name="Notes">What concerns the module as a whole.</param>
/// <param name="HookSeconds">Time spent in hooks and readings, on the calling threads; work that a GPU does later is not in it.</param>
/// <param name="WallSeconds">Time from Attach to Collect.</param>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed record DiagnosticsReport(
    string Module,
    long Passes,
    long ParameterReadings,
    IReadOnlyList<double> PercentileLevels,
    IReadOnlyList<TensorDiagnostic> Tensors,
    IReadOnlyList<string> Notes,
    double HookSeconds,
    double WallSeconds)
{
    /// <summary>The share of the wall time that was spent in hooks, in [0, 1].</summary>
    public double HookShare => WallSeconds > 0 ? HookSeconds / WallSeconds : 0;

    /// <summary>One tensor's diagnostic.</summary>
    /// <param name="name">A name such as <c>0.output.grad</c>.</param>
    /// <exception cref="ArgumentException">There is none of that name; the message lists those there are.</exception>
    public TensorDiagnostic this[string name] => Tensors.FirstOrDefault(t => t.Name == name)
        ?? throw new ArgumentException($"There is no '{name}'; there are {string.Join(", ", Tensors.Select(t => t.Name))}.", nameof(name));

    /// <summary>Writes the tables of <see cref="ToString"/>.</summary>
    /// <param name="writer">Where to.</param>
    public void Print(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        DiagnosticsText.Write(this, writer);
    }

    /// <summary>Aligned plain text: the whole tensors, then every axis with its percentiles, notes, and the time spent in hooks.</summary>
    public override string ToString()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        Print(writer);
        return writer.ToString();
    }
}
