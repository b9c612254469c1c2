using OptimNotebookExt.Kernels;
using OptimNotebookExt.Optimizers.Batches;

namespace OptimNotebookExt.Optimizers;

/// <summary>
/// The fast path of one parameter group: sorts its parameters into those the kernel updates, those a device updates together
/// and the rest, and updates the first.
/// </summary>
internal sealed class FusedGroup(FusedRule rule, DeviceGroup? device) : IDisposable
{
    private readonly Dictionary<ParameterState, FusedParameter> known = [];
    private readonly List<FusedParameter> fused = [];
    private readonly List<ParameterState> rest = [];
    private readonly List<(nint Begin, nint End)> memory = [];
    private readonly List<ParameterState> stepping = [];
    private readonly FusedSweep sweep = new();

    /// <summary>Those that a device updates; null where the optimizer has no such path.</summary>
    internal DeviceGroup? Device { get; } = device;

    /// <summary>Parameters the kernel will update in this step.</summary>
    internal int FusedCount => fused.Count;

    /// <summary>Parameters left to the reference path in this step.</summary>
    internal IReadOnlyList<ParameterState> Rest => rest;

    /// <summary>Begins a step.</summary>
    internal void Begin(ResearchOptions options)
    {
        rule.Read(options);
        Device?.Begin(options);
        fused.Clear();
        rest.Clear();
    }

    /// <summary>Takes a parameter into the step that its device is to update, if it has a gradient.</summary>
    /// <exception cref="ArgumentException">The gradient does not fit the parameter.</exception>
    internal void AddToDevice(ParameterState state)
    {
        if (state.Parameter.grad is { } gradient && !Device!.Add(state, gradient))
            rest.Add(state);
    }

    /// <summary>Takes a parameter into the step, if it has a gradient.</summary>
    /// <exception cref="ArgumentException">The gradient is sparse or of another dtype.</exception>
    /// <exception cref="InvalidOperationException">The fast path is demanded, but not possible.</exception>
    internal void Add(ParameterState state, bool fastOnly)
    {
        var parameter = state.Parameter.Handle;
        var gradient = TensorExports.Gradient(parameter);
        if (gradient == 0)
            return;
        try
        {
            if (!TensorExports.IsPlain(gradient) || TensorExports.Type(gradient) != TensorExports.Type(parameter))
                CheckGradient(state);
            if (!rule.Does(state))
            {
                CheckGradient(state);
                rest.Add(state);
                return;
            }
            if (!known.TryGetValue(state, out var candidate))
                known.Add(state, candidate = new FusedParameter(state, rule));
            if (candidate.Bind(parameter, gradient) is not { } reason)
            {
                fused.Add(candidate);
                return;
            }
            CheckGradient(state);
            if (fastOnly)
                throw NotFast(state, reason);
            rest.Add(state);
        }
        finally
        {
            // The parameter holds its gradient; this was a second hold on it.
            TensorExports.Release(gradient);
        }
    }

    /// <summary>
    /// Leaves parameters that share memory to the reference path, which takes one after the other. Their places are known
    /// from the last step as a rule, and then nothing is to be done.
    /// </summary>
    internal void SeparateOverlaps(bool fastOnly)
    {
        if (Device is { Count: > 0 })
            rest.AddRange(Device.Arrange());
        if (IsAsLastTime())
            return;
        var byPlace = fused.Where(f => f.Memory.Begin < f.Memory.End).OrderBy(f => f.Memory.Begin).ToArray();
        var shared = new HashSet<FusedParameter>();
        FusedParameter? farthest = null;
        foreach (var parameter in byPlace)
        {
            if (farthest is not null && parameter.Memory.Begin < farthest.Memory.End)
                shared.UnionWith([parameter, farthest]);
            if (farthest is null || parameter.Memory.End > farthest.Memory.End)
                farthest = parameter;
        }
        memory.Clear();
        if (shared.Count == 0)
        {
            memory.AddRange(fused.Select(f => f.Memory));
            return;
        }
        if (fastOnly)
            throw NotFast(shared.First().State, "it shares memory with another parameter");
        rest.AddRange(fused.Where(shared.Contains).Select(f => f.State));
        fused.RemoveAll(shared.Contains);
    }

    /// <summary>The parameters of this step, in a list that the next step uses again.</summary>
    internal IReadOnlyList<ParameterState> Stepping()
    {
        stepping.Clear();
        for (var i = 0; i < fused.Count; i++)
            stepping.Add(fused[i].State);
        if (Device is { Count: > 0 })
            stepping.AddRange(Device.Stepping);
        stepping.AddRange(rest);
        return stepping;
    }

    /// <summary>Whether kernels that can leave out a gradient that is not finite do so.</summary>
    internal void SkipNonFinite(bool skip)
    {
        for (var i = 0; i < fused.Count; i++)
            fused[i].Update!.SkipsNonFinite = skip && rule.ChecksGradient(fused[i]);
    }

    /// <summary>Finds the gradients that are not finite, but for those that their kernels check and that need not be known now.</summary>
    internal void Screen(Func<ParameterState, bool> mustBeKnown, ref List<ParameterState>? found)
    {
        for (var i = 0; i < fused.Count; i++)
        {
            var parameter = fused[i];
            if (rule.ChecksGradient(parameter) && !mustBeKnown(parameter.State))
                continue;
            if (!parameter.HasFiniteGradient())
                (found ??= []).Add(parameter.State);
        }
        if (rest.Count == 0)
            return;
        using var scope = TorchSharp.torch.NewDisposeScope();
        var bad = GradientScreen.NonFinite(rest.Select(s => (s, s.Parameter.grad!)));
        if (bad.Count > 0)
            (found ??= []).AddRange(bad);
    }

    /// <summary>Leaves parameters out of this step.</summary>
    internal void Remove(IReadOnlyCollection<ParameterState> states)
    {
        fused.RemoveAll(f => states.Contains(f.State));
        rest.RemoveAll(states.Contains);
        if (Device is { Count: > 0 })
            Device.Remove(states);
    }

    /// <summary>Updates what the kernel updates, each parameter whole or not at all.</summary>
    internal void Run(int threads)
    {
        for (var i = 0; i < fused.Count; i++)
            fused[i].Update!.Begin();
        rule.Run(fused, sweep, threads);
        FusedParameter? failed = null;
        for (var i = 0; i < fused.Count; i++)
        {
            if (fused[i].Update!.Failure is not null)
            {
                failed ??= fused[i];
            }
            else if (fused[i].Update!.IsRejected)
            {
                ResearchOptimizer.CountSkip(fused[i].State);
            }
            else
            {
                if (!fused[i].Update!.Waits)
                    fused[i].Finish();
                ResearchOptimizer.CountTaken(fused[i].State);
            }
        }
        if (failed is not null)
            throw Failed(failed);
    }

    public void Dispose()
    {
        Device?.Dispose();
        foreach (var parameter in known.Values)
            parameter.Dispose();
        rule.Dispose();
    }

    private static void CheckGradient(ParameterState state)
    {
        using var gradient = state.Parameter.grad!;
        ParameterChecks.ValidateGradient(state, gradient);
    }

    private static InvalidOperationException NotFast(ParameterState state, string reason) => new(
        $"Path is Fast, but parameter '{state.Name}' cannot take the fast path: {reason}. Set Path = OptimizerPath.Auto to let such parameters take the reference path.");

    private static StepFailedException Failed(FusedParameter parameter)
    {
        var (name, update) = (parameter.State.Name, parameter.Update!);
        if (update.Failure is StepFailedException known)
            return known;
        var left = update.IsTorn ? "The parameter and its state may be half updated" : "The parameter and its state are as before the step";
        return new StepFailedException(name, $"The fast path failed at '{name}': {update.Failure!.Message} {left}; the others of its group were updated, those of later groups were not.", update.Failure);
    }

    private bool IsAsLastTime()
    {
        if (memory.Count != fused.Count)
            return false;
        for (var i = 0; i < fused.Count; i++)
        {
            if (memory[i] != fused[i].Memory)
                return false;
        }
        return true;
    }
}
