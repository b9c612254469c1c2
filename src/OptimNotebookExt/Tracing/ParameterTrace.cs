using System.Globalization;
using OptimNotebookExt.Notebook;
using OptimNotebookExt.Recording;

namespace OptimNotebookExt.Tracing;

/// <summary>One step of one parameter, line by line.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Before">Parameter and state before the step.</param>
/// <param name="Lines">The lines in the order they were computed; the first one is the gradient.</param>
/// <param name="After">Parameter and state after the replayed step.</param>
/// <param name="MaxDifference">Largest difference between the replay and the real step over parameter and state, relative to each tensor's largest element.</param>
/// <param name="DifferenceAt">Where that difference is: <c>parameter</c> or a name of the state.</param>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed record ParameterTrace(
    string Name,
    ParameterSnapshot Before,
    IReadOnlyList<TraceLine> Lines,
    ParameterSnapshot After,
    double MaxDifference,
    string DifferenceAt)
{
    /// <summary>The last value of that name.</summary>
    /// <param name="name">A line's name, for example <c>moving_d</c>.</param>
    /// <exception cref="KeyNotFoundException">No line has that name; the message lists those there are.</exception>
    public TensorSnapshot this[string name] => Lines.LastOrDefault(l => l.Name == name)?.Value
        ?? throw new KeyNotFoundException($"The step of '{Name}' has no line '{name}'; it has {string.Join(", ", Lines.Select(l => l.Name).Distinct())}.");

    /// <summary>The table line – value – shape – statistics as text.</summary>
    public override string ToString()
    {
        var width = Lines.Count == 0 ? 0 : Lines.Max(l => l.Line.Length);
        var rows = Lines.Select(l => string.Create(CultureInfo.InvariantCulture, $"  {l.Line.PadRight(width)}  {l.Name} {l.Value}"));
        var agreement = string.Create(CultureInfo.InvariantCulture, $"  largest difference to the real step {MaxDifference:G3} at {DifferenceAt}");
        return string.Join('\n', rows.Prepend($"{Name} [{string.Join(", ", Before.Value.Shape)}]").Append(agreement));
    }
}
