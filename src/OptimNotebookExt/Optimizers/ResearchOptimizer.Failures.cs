using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <content>
/// What may go wrong in a step. Whatever can be known beforehand throws before anything has changed. An update that fails
/// after that leaves its parameter and its state as they were; those before it in the step are updated, those after it
/// are not, and their step counts tell.
/// </content>
public abstract partial class ResearchOptimizer
{
    private int stepping;

    /// <summary>What the optimizer does when something goes wrong; by default it skips parameters with non-finite gradients.</summary>
    public FailurePolicy FailurePolicy { get; } = new();

    /// <summary>By parameter name what went wrong so far; without the parameters of which nothing did.</summary>
    public IReadOnlyDictionary<string, FailureCounts> Failures =>
        states.Where(s => s.Failures.IsReported).ToDictionary(s => s.Name, s => s.Failures);

    /// <summary>
    /// Updates one parameter whole or not at all. For overrides of <see cref="UpdateGroup"/>: whatever updates parameters
    /// together has to keep this promise on its own.
    /// </summary>
    private protected void UpdateWhole(ResearchOptions options, ParameterState state, Tensor gradient)
    {
        using var temporaries = torch.NewDisposeScope();
        var journal = new StateJournal(state, name => MayWrite(options, state, name));
        try
        {
            Update(options, state, gradient);
        }
        catch (Exception e)
        {
            journal.Restore();
            if (e is StepFailedException)
                throw;
            throw new StepFailedException(state.Name, $"The update of '{state.Name}' failed: {e.Message} The parameter and its state are as before the step; the parameters before it were updated.", e);
        }
    }

    /// <summary>Whether the coming update may write a state tensor; large tensors that stay need no copy.</summary>
    private protected virtual bool MayWrite(ResearchOptions options, ParameterState state, string name) => true;

    /// <summary>Whether the parameter's next non-finite gradient is to throw, so that it must be known before the step.</summary>
    private bool MustBeKnown(ParameterState state) =>
        FailurePolicy.NonFiniteGradients == NonFiniteGradients.Raise || state.Failures.SkippedInARow + 1 >= FailurePolicy.MaxSkipsInARow;

    /// <summary>Throws if the policy says so, else counts: nothing of the parameters named changes in this step.</summary>
    private void Reject(IReadOnlyCollection<ParameterState> found)
    {
        if (found.FirstOrDefault(MustBeKnown) is { } state)
            throw Unfit(state);
        foreach (var skipped in found)
            CountSkip(skipped);
    }

    internal static void CountSkip(ParameterState state) => state.Failures = state.Failures with
    {
        SkippedSteps = state.Failures.SkippedSteps + 1,
        SkippedInARow = state.Failures.SkippedInARow + 1,
    };

    internal static void CountTaken(ParameterState state)
    {
        if (state.Failures.SkippedInARow > 0)
            state.Failures = state.Failures with { SkippedInARow = 0 };
    }

    internal static void CountDecomposition(ParameterState state)
    {
        if (state.Failures.FailedInARow > 0)
            state.Failures = state.Failures with { FailedInARow = 0 };
    }

    /// <summary>Counts that matrices could not be decomposed, so that those made of them stay; throws where that was too often in a row.</summary>
    /// <param name="state">Of the parameter.</param>
    /// <param name="what">What was to be made: <c>projections</c>.</param>
    /// <param name="failure">Why it was not.</param>
    /// <param name="remedy">What to try besides clipping.</param>
    private protected void CountFailedDecomposition(ParameterState state, string what, string failure, string remedy)
    {
        var counts = state.Failures = state.Failures with
        {
            FailedDecompositions = state.Failures.FailedDecompositions + 1,
            FailedInARow = state.Failures.FailedInARow + 1,
        };
        if (counts.FailedInARow >= FailurePolicy.MaxFailedDecompositionsInARow)
        {
            throw new StepFailedException(
                state.Name,
                FormattableString.Invariant($"The {what} of '{state.Name}' could not be estimated, {counts.FailedInARow} times in a row: {failure}. ")
                + $"The parameter and its state are as before the step. Try clipped gradients or a smaller loss scale, {remedy}; "
                + $"FailurePolicy.MaxFailedDecompositionsInARow sets how often the previous {what} may stay.");
        }
    }

    private StepFailedException Unfit(ParameterState state)
    {
        using var gradient = state.Parameter.grad!;
        var isRaise = FailurePolicy.NonFiniteGradients == NonFiniteGradients.Raise;
        var inARow = isRaise ? "" : FormattableString.Invariant($" for step {state.Failures.SkippedInARow + 1} in a row");
        var orElse = isRaise
            ? "FailurePolicy.NonFiniteGradients = NonFiniteGradients.Skip leaves such parameters out of a step"
            : "FailurePolicy.MaxSkipsInARow sets how many steps in a row may be skipped";
        return new StepFailedException(
            state.Name,
            $"The gradient of '{state.Name}' is not finite{inARow}: {GradientScreen.Describe(gradient)}; the parameter's values go {GradientScreen.Range(state.Parameter)}. "
            + "Nothing was changed. Try a lower learning rate, clipped gradients (nn.utils.clip_grad_norm_), a smaller loss scale, or look for a division by 0 or a log of 0 in the loss; "
            + $"{orElse}.");
    }

    /// <summary>Two steps at once, on two threads, would mix; a step within the closure is none, it is over before this one begins.</summary>
    private void BeginStepping()
    {
        if (Interlocked.Exchange(ref stepping, 1) != 0)
            throw new InvalidOperationException("step() is running already on another thread: call it from one thread at a time, or give each thread an optimizer of its own.");
    }

    private void EndStepping() => Volatile.Write(ref stepping, 0);
}
