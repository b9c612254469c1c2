using OptimNotebookExt.Notebook;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;

namespace OptimNotebookExt.Tracing;

/// <summary>
/// Records the next steps of an optimizer with every named intermediate, tied to the lines of the algorithm. The real step
/// keeps its path and its bits; the trace replays it on copies of parameter, gradient and state, with the same random
/// draws, through the reference path, and states the largest difference between the two.
/// </summary>
/// <example><code>
/// using var trace = StepTrace.Record(optimizer);
/// optimizer.step();
/// Console.WriteLine(trace.Steps[0]["0.weight"]);
/// </code></example>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed class StepTrace : IDisposable
{
    private readonly ResearchOptimizer optimizer;
    private readonly int count;
    private readonly long elementLimit;
    private readonly HashSet<string>? names;
    private readonly List<TracedStep> steps = [];

    private StepTrace(ResearchOptimizer optimizer, int count, IReadOnlyCollection<string>? parameters, long elementLimit)
    {
        (this.optimizer, this.count, this.elementLimit) = (optimizer, count, elementLimit);
        names = parameters?.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The steps recorded so far.</summary>
    public IReadOnlyList<TracedStep> Steps => steps;

    /// <summary>Records the optimizer's next steps; recording ends after them, or when the trace is disposed.</summary>
    /// <param name="optimizer">An optimizer of this package.</param>
    /// <param name="steps">How many steps to record, at least 1.</param>
    /// <param name="parameters">Names of the parameters to record; all when null.</param>
    /// <param name="elementLimit">Values with more elements keep statistics only.</param>
    /// <exception cref="ArgumentException">The optimizer has no parameter of such a name.</exception>
    /// <exception cref="InvalidOperationException">The optimizer is being recorded already.</exception>
    public static StepTrace Record(ResearchOptimizer optimizer, int steps = 1, IReadOnlyCollection<string>? parameters = null, long elementLimit = TensorSnapshot.DefaultElementLimit)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        if (parameters?.Except(optimizer.ParameterNames).FirstOrDefault() is { } unknown)
            throw new ArgumentException($"The optimizer has no parameter '{unknown}'; it has {string.Join(", ", optimizer.ParameterNames)}.", nameof(parameters));
        if (optimizer.Trace is not null)
            throw new InvalidOperationException("The optimizer is being recorded already: dispose the other trace first.");
        var trace = new StepTrace(optimizer, steps, parameters, elementLimit);
        optimizer.Trace = trace;
        return trace;
    }

    /// <summary>Ends recording; what was recorded stays.</summary>
    public void Dispose()
    {
        if (ReferenceEquals(optimizer.Trace, this))
            optimizer.Trace = null;
    }

    internal long ElementLimit => elementLimit;

    internal bool Wants(string parameter) => names?.Contains(parameter) ?? true;

    internal void Add(IReadOnlyList<ParameterTrace> parameters)
    {
        steps.Add(new TracedStep(steps.Count, parameters));
        if (steps.Count == count)
            Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join("\n\n", steps);
}
