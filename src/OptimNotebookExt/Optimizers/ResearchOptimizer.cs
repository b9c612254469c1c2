using OptimNotebookExt.Notebook;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Tracing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <summary>
/// What <see cref="Eve"/>, <see cref="Cain"/>, <see cref="LearnedGradient"/> and <see cref="NeutralGradient"/> share:
/// named parameters in groups, checked before any state exists; state under the draft's names, owned by the optimizer;
/// one step that leaves no tensor behind. Works with <c>torch.optim.lr_scheduler</c>, <c>zero_grad</c>,
/// <c>step(closure)</c> and <c>state_dict</c> as TorchSharp's own optimizers do.
/// </summary>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public abstract partial class ResearchOptimizer : OptimizerHelper
{
    private static readonly HashSet<string> NoReadings = [];
    private readonly List<ParameterState> states = [];
    private readonly Dictionary<IntPtr, ParameterState> byHandle = [];

    private protected ResearchOptimizer(IEnumerable<ParamGroup> groups, ResearchOptions defaults)
    {
        ArgumentNullException.ThrowIfNull(groups);
        TorchBackend.EnsureLoaded();
        _defaults = defaults;
        _parameter_groups = [];
        defaults.Complete(defaults);
        foreach (var group in groups)
            add_param_group(group);
        if (_parameter_groups.Count == 0)
            throw new ArgumentException("groups is empty: pass at least one parameter group.", nameof(groups));
    }

    /// <summary>Names of the parameters in order: the module's names where named parameters were passed, else <c>param_0</c>, <c>param_1</c>, …</summary>
    public IReadOnlyList<string> ParameterNames => [.. states.Select(s => s.Name)];

    /// <summary>Its name in files and tables, which <see cref="OptimizerCatalog"/> knows.</summary>
    internal virtual string Kind => GetType().Name;

    /// <summary>Entries of a state that are kept for views alone, and that no step reads.</summary>
    internal virtual IReadOnlySet<string> Readings => NoReadings;

    /// <summary>The trace that records the coming steps, if any.</summary>
    internal StepTrace? Trace { get; set; }

    /// <summary>Who looks on at the steps it wants, if anyone.</summary>
    internal IStepObserver? Observer { get; set; }

    /// <summary>The states in the order of the parameters, over all groups.</summary>
    internal IReadOnlyList<ParameterState> States => states;

    /// <summary>Names of what the optimizer keeps for a parameter, in the draft's spelling; empty before its first step.</summary>
    /// <param name="parameter">A parameter of this optimizer.</param>
    /// <exception cref="ArgumentException">The parameter does not belong to this optimizer.</exception>
    public IReadOnlyList<string> StateNames(Parameter parameter)
    {
        var state = StateOf(parameter);
        return [.. state.CountNames.Concat(state.TensorNames).Order(StringComparer.Ordinal)];
    }

    /// <summary>A copy of one entry of a parameter's state, for example <c>lr_0</c>; whole numbers come as 0-dim int64 tensors.</summary>
    /// <param name="parameter">A parameter of this optimizer.</param>
    /// <param name="name">A name of <see cref="StateNames"/>.</param>
    /// <param name="tensor">The copy, which the caller owns; null where there is no such entry.</param>
    /// <returns>Whether there is such an entry.</returns>
    /// <exception cref="ArgumentException">The parameter does not belong to this optimizer.</exception>
    public bool TryGetState(Parameter parameter, string name, out Tensor? tensor)
    {
        var state = StateOf(parameter);
        using var noTape = torch.no_grad();
        tensor = state.TryGet(name, out var found) ? found.clone()
            : state.TryCount(name, out var count) ? torch.tensor(count)
            : null;
        return tensor is not null;
    }

    /// <summary>Adds a group; values its options leave unset are taken from the optimizer's own.</summary>
    /// <param name="param_group">The group; a <see cref="NamedParamGroup{TOptions}"/> brings names.</param>
    /// <exception cref="ArgumentException">No parameters, a parameter given twice, or one that cannot be optimized; nothing was added.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range; nothing was added.</exception>
    public override void add_param_group(ParamGroup param_group)
    {
        ArgumentNullException.ThrowIfNull(param_group);
        var options = param_group.Options ?? NewOptions();
        if (options.GetType() != _defaults.GetType())
            throw new ArgumentException($"param_group.Options must be {_defaults.GetType().Name}, but is {options.GetType().Name}.", nameof(param_group));
        var parameters = (param_group.Parameters ?? []).ToArray();
        var names = (param_group as INamedParamGroup)?.Names
            ?? [.. Enumerable.Range(states.Count, parameters.Length).Select(i => $"param_{i}")];
        ParameterChecks.Validate(parameters, names, states);
        ((ResearchOptions)options).Complete((ResearchOptions)_defaults);

        param_group.Parameters = parameters;
        param_group.Options = options;
        InitializeGroup((ResearchOptions)options);
        _parameter_groups.Add(param_group);
        foreach (var (parameter, name) in parameters.Zip(names))
        {
            var state = new ParameterState(states.Count, name, parameter);
            states.Add(state);
            byHandle.Add(parameter.Handle, state);
            _state[parameter.Handle] = state;
        }
    }

    /// <summary>Updates every parameter that has a gradient; the others keep their state.</summary>
    /// <param name="closure">Evaluates the model, calls backward and returns the loss; optional.</param>
    /// <returns>The closure's loss, or null.</returns>
    /// <exception cref="ArgumentException">A gradient is sparse or does not fit its parameter, or a learning rate is out of range; nothing was changed.</exception>
    /// <exception cref="StepFailedException">
    /// A gradient is not finite and <see cref="FailurePolicy"/> does not skip it: nothing was changed. Or the update of a
    /// parameter failed: it is as before the step, and every other one is either updated or as before.
    /// </exception>
    /// <exception cref="InvalidOperationException">Another thread is within a step of this optimizer.</exception>
    public override Tensor? step(Func<Tensor>? closure = null)
    {
        Tensor? loss = null;
        if (closure is not null)
        {
            using var tape = torch.enable_grad();
            loss = closure();
        }

        BeginStepping();
        try
        {
            var observer = Observer is { WantsNextStep: true } wanting ? wanting : null;
            if (TakesFastPath && Trace is null && observer is null)
                StepFused();
            else
                StepObserved(loss, observer);
            if (observer is null)
                Observer?.PassStep();
        }
        finally
        {
            EndStepping();
        }
        return loss;
    }

    /// <summary>Everything the optimizer holds, as plain values that outlive it.</summary>
    /// <param name="elementLimit">Tensors with more elements keep statistics only.</param>
    public OptimizerSnapshot Snapshot(long elementLimit = TensorSnapshot.DefaultElementLimit) => OptimizerSnapshot.Of(this, elementLimit);

    /// <summary>Sets every gradient to zero.</summary>
    public override void zero_grad()
    {
        using var scope = torch.NewDisposeScope();
        base.zero_grad();
    }

    /// <summary>Updates a group's parameters, one after another; where parameters of one shape can go together, this is the place.</summary>
    private protected virtual void UpdateGroup(ResearchOptions options, IReadOnlyList<(ParameterState State, Tensor Gradient)> updates)
    {
        foreach (var (state, gradient) in updates)
            UpdateWhole(options, state, gradient);
    }

    /// <summary>One parameter's update, op by op in the order of the specification.</summary>
    private protected abstract void Update(ResearchOptions options, ParameterState state, Tensor gradient);

    /// <summary>The state of a parameter before its first step: which entries there are, and of which shape.</summary>
    private protected abstract void BeginState(ResearchOptions options, ParameterState state);

    /// <summary>Where the optimizer's random numbers come from, if it needs any.</summary>
    private protected virtual IRandomDraws? Draws { get => null; set => throw new NotSupportedException("This optimizer draws no random numbers."); }

    /// <summary>The fraction of the last step's elements that a limit cut off, a 0-dim tensor of the parameter's dtype; null where nothing is cut off.</summary>
    internal virtual Tensor? ClippedFraction(ResearchOptions options, ParameterState state) => null;

    /// <summary>A fresh options object with nothing set.</summary>
    private protected abstract ResearchOptions NewOptions();

    /// <summary>
    /// Work of a group before its parameters are updated: called once a step and group, whatever the path, after all gradients
    /// were checked and also where none of the group's parameters steps.
    /// </summary>
    /// <param name="options">The group's options.</param>
    /// <param name="stepping">The parameters that take the step; on the fast path perhaps some whose gradient turns out not to be finite.</param>
    private protected virtual void BeginStep(ResearchOptions options, IReadOnlyList<ParameterState> stepping)
    {
    }

    /// <summary>Sets what a group counts for itself, when it is added.</summary>
    private protected virtual void InitializeGroup(ResearchOptions options)
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing)
            return;
        foreach (var group in fusedGroups)
            group.Dispose();
        foreach (var state in states)
            state.Dispose();
    }

    private protected static IEnumerable<(string Name, Parameter Parameter)> Unnamed(IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.Select((p, i) => ($"param_{i}", p));
    }

    private static ResearchOptions CheckedOptions(ParamGroup group)
    {
        var options = (ResearchOptions)group.Options;
        options.Specs[0].Validate(options.LearningRate!.Value);
        return options;
    }

    private ParameterState CheckedState(Parameter parameter) => parameter.IsInvalid
        ? throw new ArgumentException("parameters: a parameter was disposed after the optimizer was made, for example by module.to(...); make the optimizer after the module is where it shall stay.", nameof(parameter))
        : byHandle[parameter.Handle];

    private ParameterState StateOf(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return byHandle.TryGetValue(parameter.Handle, out var state)
            ? state
            : throw new ArgumentException($"parameter of shape [{string.Join(", ", parameter.shape)}] does not belong to this optimizer.", nameof(parameter));
    }
}
