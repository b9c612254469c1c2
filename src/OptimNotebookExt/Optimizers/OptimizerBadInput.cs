namespace OptimNotebookExt.Optimizers;

/// <summary>Settings an optimizer must refuse, before it has any state, and what it must say.</summary>
/// <param name="Options">The settings by name; the others are at their defaults.</param>
/// <param name="Argument">The argument the exception names.</param>
/// <param name="Message">What the message says: argument, allowed range and value.</param>
public sealed record OptimizerBadInput(IReadOnlyDictionary<string, double> Options, string Argument, string Message)
{
    /// <summary>One value outside its range.</summary>
    internal static OptimizerBadInput Of(string name, double value, string range) => new(
        new Dictionary<string, double> { [name] = value }, name, FormattableString.Invariant($"{name} must be {range}, but is {value:G9}."));

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{string.Join(", ", Options.Select(o => FormattableString.Invariant($"{o.Key} = {o.Value:G9}")))}");
}
