using OptimNotebookExt.Tracing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <content>The step that keeps its gradients at hand: the reference path, and any path that someone watches.</content>
public abstract partial class ResearchOptimizer
{
    /// <summary>A step on the reference path, or on any path with a trace or an observer.</summary>
    private void StepObserved(Tensor? loss, IStepObserver? observer)
    {
        using var noTape = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var work = _parameter_groups.Select(GatherGradients).ToArray();
        if (TakesFastPath && Trace is null)
        {
            // Its kernels find gradients that are not finite without another pass.
            observer?.BeforeStep(work);
            StepFused();
            observer?.AfterStep(loss);
            return;
        }
        HashSet<ParameterState> rejected = FailurePolicy.NonFiniteGradients == NonFiniteGradients.Propagate ? [] : [.. GradientScreen.NonFinite(work.SelectMany(w => w.Updates))];
        Reject(rejected);
        foreach (var (_, updates) in work)
        {
            updates.RemoveAll(u => rejected.Contains(u.State));
            foreach (var (state, _) in updates)
                CountTaken(state);
        }
        observer?.BeforeStep(work);
        if (Trace is null)
            UpdateGroups(work);
        else
            UpdateTraced(Trace, work, rejected);
        observer?.AfterStep(loss);
    }

    /// <summary>The step through the reference path.</summary>
    private void UpdateGroups(IEnumerable<(ResearchOptions Options, List<(ParameterState State, Tensor Gradient)> Updates)> work)
    {
        foreach (var (options, updates) in work)
        {
            BeginStep(options, [.. updates.Select(u => u.State)]);
            UpdateGroup(options, updates);
        }
    }

    /// <summary>The real step as ever, then the same step on copies through the reference path, line by line.</summary>
    private void UpdateTraced(StepTrace trace, (ResearchOptions Options, List<(ParameterState State, Tensor Gradient)> Updates)[] work, IReadOnlySet<ParameterState> rejected)
    {
        var copies = work.Select(w => (Options: CopyOf(w.Options), Replays: w.Updates.Select(u => new StepReplay(trace, u.State, u.Gradient)).ToArray())).ToArray();
        var log = Draws is null ? null : new DrawLog(Draws);
        try
        {
            if (log is not null)
                Draws = log;
            if (TakesFastPath)
                StepFused(rejected);
            else
                UpdateGroups(work);
            if (log is not null)
                log.Replaying = true;
            UpdateGroups(copies.Select(c => (c.Options, c.Replays.Select(r => (r.Copy, r.Gradient)).ToList())));
            trace.Add([.. copies.SelectMany(c => c.Replays).Where(r => trace.Wants(r.Copy.Name)).Select(r => r.Finish())]);
        }
        finally
        {
            if (log is not null)
                Draws = log.Inner;
            foreach (var replay in copies.SelectMany(c => c.Replays))
                replay.Dispose();
        }
    }

    private ResearchOptions CopyOf(ResearchOptions options)
    {
        var copy = NewOptions();
        copy.LoadStateDict(options);
        return copy;
    }

    private (ResearchOptions Options, List<(ParameterState State, Tensor Gradient)> Updates) GatherGradients(ParamGroup group)
    {
        var options = CheckedOptions(group);
        var updates = new List<(ParameterState, Tensor)>();
        foreach (var parameter in group.Parameters)
        {
            var state = CheckedState(parameter);
            if (parameter.grad is not { } gradient)
                continue;
            ParameterChecks.ValidateGradient(state, gradient);
            updates.Add((state, gradient));
        }
        return (options, updates);
    }
}
