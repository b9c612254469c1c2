using TorchSharp.Modules;

namespace OptimNotebookExt.Optimizers;

/// <summary>
/// Hyper-parameters of one parameter group. A value that is not set is taken from the optimizer's own options when the
/// group is added. Every value is checked against its <see cref="OptionSpec"/> when it is set.
/// </summary>
public abstract class ResearchOptions : OptimizerOptions
{
    private readonly Dictionary<string, double> values = [];

    /// <summary>The hyper-parameters with their defaults and ranges; the first one is <c>lr</c>.</summary>
    public abstract IReadOnlyList<OptionSpec> Specs { get; }

    /// <summary>The value of a hyper-parameter by its name: what was set, else the default.</summary>
    /// <param name="name">A name of <see cref="Specs"/>; switches read as 0 or 1.</param>
    /// <exception cref="ArgumentException">The optimizer has no such option; the message lists those it has.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The value set is outside the option's range.</exception>
    public double this[string name]
    {
        get => Get(Spec(name));
        set => Set(Spec(name), value);
    }

    /// <summary>Whether the hyper-parameter was set here (else its default, or the optimizer's value, holds).</summary>
    /// <param name="name">A name of <see cref="Specs"/>.</param>
    public bool IsSet(string name) => IsSet(Spec(name));

    /// <summary>Copies every hyper-parameter (and the learning rate a schedule set) from another group's options.</summary>
    /// <param name="source">Options of the same optimizer.</param>
    public override void LoadStateDict(OptimizerOptions source)
    {
        if (source?.GetType() != GetType())
            throw new ArgumentException($"source must be {GetType().Name}, but is {source?.GetType().Name ?? "null"}.", nameof(source));
        base.LoadStateDict(source);
        foreach (var spec in Specs.Skip(1))
            Set(spec, ((ResearchOptions)source).Get(spec));
    }

    /// <summary>Reads what <see cref="SaveStateDict"/> wrote.</summary>
    /// <param name="reader">A reader open on the stream.</param>
    public override void LoadStateDict(BinaryReader reader)
    {
        base.LoadStateDict(reader);
        foreach (var spec in Specs.Skip(1))
            Set(spec, reader.ReadDouble());
    }

    /// <summary>Writes the learning rates and every hyper-parameter in the order of <see cref="Specs"/>.</summary>
    /// <param name="writer">A writer open on the stream.</param>
    public override void SaveStateDict(BinaryWriter writer)
    {
        base.SaveStateDict(writer);
        foreach (var spec in Specs.Skip(1))
            writer.Write(Get(spec));
    }

    /// <summary>Fills what is not set from the optimizer's own options and checks what belongs together.</summary>
    internal void Complete(ResearchOptions defaults)
    {
        foreach (var spec in Specs)
        {
            if (!IsSet(spec))
                Set(spec, defaults.Get(spec));
            // OptimizerOptions.LearningRate can be written without a check, so look at every value once more.
            spec.Validate(Get(spec));
        }
        InitialLearningRate = LearningRate!.Value;
        Validate();
    }

    /// <summary>What the group counts for itself, by the name in state files.</summary>
    internal virtual IReadOnlyDictionary<string, long> Counts => new Dictionary<string, long>();

    /// <summary>Takes over counts that have the names of <see cref="Counts"/>.</summary>
    internal virtual void SetCounts(IReadOnlyDictionary<string, long> counts)
    {
    }

    /// <summary>Checks constraints between options; called when a group is added.</summary>
    internal virtual void Validate()
    {
    }

    private protected double Get(OptionSpec spec) => ReferenceEquals(spec, Specs[0])
        ? LearningRate ?? spec.Default
        : values.GetValueOrDefault(spec.Name, spec.Default);

    private protected void Set(OptionSpec spec, double value)
    {
        spec.Validate(value);
        if (ReferenceEquals(spec, Specs[0]))
            LearningRate = value;
        else
            values[spec.Name] = value;
    }

    private bool IsSet(OptionSpec spec) =>
        ReferenceEquals(spec, Specs[0]) ? LearningRate.HasValue : values.ContainsKey(spec.Name);

    private OptionSpec Spec(string name) => Specs.FirstOrDefault(s => s.Name == name)
        ?? throw new ArgumentException(
            $"{GetType().Name} has no option '{name}'; it has {string.Join(", ", Specs.Select(s => s.Name))}.", nameof(name));
}
