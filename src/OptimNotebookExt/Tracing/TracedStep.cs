using OptimNotebookExt.Notebook;

namespace OptimNotebookExt.Tracing;

/// <summary>One recorded step of an optimizer.</summary>
/// <param name="Index">Position in the trace, from 0.</param>
/// <param name="Parameters">The parameters that had a gradient, in order.</param>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed record TracedStep(int Index, IReadOnlyList<ParameterTrace> Parameters)
{
    /// <summary>The step of one parameter.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <exception cref="KeyNotFoundException">That parameter had no gradient, or there is none of that name.</exception>
    public ParameterTrace this[string name] => Parameters.FirstOrDefault(p => p.Name == name)
        ?? throw new KeyNotFoundException($"No parameter '{name}' was updated in this step; updated were {string.Join(", ", Parameters.Select(p => p.Name))}.");

    /// <inheritdoc/>
    public override string ToString() => string.Join("\n\n", Parameters);
}
