using System.Globalization;

namespace OptimNotebookExt.Optimizers;

/// <summary>One hyper-parameter of an optimizer: its name, default and allowed range.</summary>
/// <param name="Name">The name as constructors, JSON files and messages spell it, for example <c>beta1</c>.</param>
/// <param name="Default">The value used where neither the group nor the optimizer sets one; switches are 0 or 1.</param>
/// <param name="Minimum">Lower bound of the allowed range.</param>
/// <param name="Maximum">Upper bound of the allowed range.</param>
/// <param name="MinimumAllowed">Whether the lower bound itself is allowed.</param>
/// <param name="MaximumAllowed">Whether the upper bound itself is allowed.</param>
/// <param name="Whole">Whether the value must be a whole number.</param>
public sealed record OptionSpec(
    string Name,
    double Default,
    double Minimum,
    double Maximum,
    bool MinimumAllowed = true,
    bool MaximumAllowed = true,
    bool Whole = false)
{
    /// <summary>A decay rate of a running average: [0, 1).</summary>
    internal static OptionSpec Beta(string name, double value) => new(name, value, 0, 1, MaximumAllowed: false);

    /// <summary>A finite value of at least 0.</summary>
    internal static OptionSpec NonNegative(string name, double value) =>
        new(name, value, 0, double.PositiveInfinity, MaximumAllowed: false);

    /// <summary>A finite value above 0.</summary>
    internal static OptionSpec Positive(string name, double value) =>
        new(name, value, 0, double.PositiveInfinity, MinimumAllowed: false, MaximumAllowed: false);

    /// <summary>A whole number of at least <paramref name="minimum"/>.</summary>
    internal static OptionSpec Count(string name, long value, long minimum = 1) =>
        new(name, value, minimum, 1L << 53, Whole: true);

    /// <summary>A switch, stored as 0 or 1.</summary>
    internal static OptionSpec Switch(string name, bool value = false) => new(name, value ? 1 : 0, 0, 1, Whole: true);

    /// <summary>The allowed range in interval notation, for example <c>[0, 1)</c>.</summary>
    public string Range => string.Create(
        CultureInfo.InvariantCulture,
        $"{(MinimumAllowed ? '[' : '(')}{Minimum:G6}, {(double.IsPositiveInfinity(Maximum) ? "∞" : $"{Maximum:G6}")}{(MaximumAllowed ? ']' : ')')}");

    /// <summary>Throws when <paramref name="value"/> is outside the allowed range.</summary>
    /// <param name="value">The value to check.</param>
    /// <exception cref="ArgumentOutOfRangeException">Names the option, the value and the allowed range.</exception>
    public void Validate(double value)
    {
        var inside = (MinimumAllowed ? value >= Minimum : value > Minimum)
            && (MaximumAllowed ? value <= Maximum : value < Maximum)
            && (!Whole || value == Math.Floor(value));
        if (!inside)
        {
            var kind = Whole ? "a whole number in" : "in";
            throw new ArgumentOutOfRangeException(
                Name,
                value,
                string.Create(CultureInfo.InvariantCulture, $"{Name} must be {kind} {Range}, but is {value:G9}."));
        }
    }
}
