using System.Globalization;

namespace OptimNotebookExt.Figures;

/// <summary>Named data of a <see cref="Panel"/>; immutable, copied on construction.</summary>
public abstract class Series
{
    private protected Series(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
    }

    /// <summary>The name that legends, tables and the interactive chart show; may be empty.</summary>
    public string Name { get; }

    /// <summary>The kind in one word, for texts.</summary>
    internal abstract string Kind { get; }

    /// <summary>Values given, before any reduction.</summary>
    internal abstract int SourceCount { get; }

    /// <summary>Every x that the axis has to show, and how many of them there are.</summary>
    internal abstract IEnumerable<double> XValues { get; }

    /// <summary>Every y that the axis has to show.</summary>
    internal abstract IEnumerable<double> YValues { get; }

    private protected static double[] Copy(IEnumerable<double> values, string argument)
    {
        ArgumentNullException.ThrowIfNull(values, argument);
        return [.. values];
    }

    private protected static void CheckLengths(string argument, int length, string other, int expected)
    {
        if (length != expected)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{argument} has {length} values, {other} has {expected}: give one for one."), argument);
        }
    }
}
