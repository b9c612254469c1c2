using OptimNotebookExt.Kernels;

namespace OptimNotebookExt.Optimizers;

/// <summary>The fast path of one parameter group: sorts its parameters into those the kernel updates and the rest, and updates both.</summary>
internal sealed class FusedGroup(FusedRule rule) : IDisposable
{
    private readonly Dictionary<ParameterState, FusedParameter> known = [];
    private readonly List<FusedParameter> fused = [];
    private readonly List<ParameterState> rest = [];
    private readonly List<(nint Begin, nint End)> memory = [];
    private readonly FusedSweep sweep = new();
    private ResearchOptions? options;

    /// <summary>Parameters the kernel will update in this step.</summary>
    internal int FusedCount => fused.Count;

    /// <summary>Parameters left to the reference path in this step.</summary>
    internal IReadOnlyList<ParameterState> Rest => rest;

    /// <summary>Begins a step.</summary>
    internal void Begin(ResearchOptions stepOptions)
    {
        options = stepOptions;
        fused.Clear();
        rest.Clear();
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
                rest.Add(state);
                return;
            }
            if (!known.TryGetValue(state, out var candidate))
                known.Add(state, candidate = new FusedParameter(state, rule));
            if (candidate.Bind(parameter, gradient) is not { } reason)
                fused.Add(candidate);
            else if (fastOnly)
                throw NotFast(state, reason);
            else
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

    /// <summary>Updates what the kernel updates.</summary>
    internal void Run(int threads)
    {
        rule.Read(options!);
        for (var i = 0; i < fused.Count; i++)
            sweep.Add(fused[i].Update!);
        sweep.Run(threads);
        for (var i = 0; i < fused.Count; i++)
            fused[i].Finish();
    }

    public void Dispose()
    {
        foreach (var parameter in known.Values)
            parameter.Dispose();
    }

    private static void CheckGradient(ParameterState state)
    {
        using var gradient = state.Parameter.grad!;
        ParameterChecks.ValidateGradient(state.Name, state.Parameter, gradient);
    }

    private static InvalidOperationException NotFast(ParameterState state, string reason) => new(
        $"Path is Fast, but parameter '{state.Name}' cannot take the fast path: {reason}. Set Path = OptimizerPath.Auto to let such parameters take the reference path.");

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
