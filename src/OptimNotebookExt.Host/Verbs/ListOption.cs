using System.CommandLine;
using System.Globalization;

namespace OptimNotebookExt.Host.Verbs;

/// <summary>Options that take several values, one by one or separated by commas.</summary>
internal static class ListOption
{
    internal static Option<string[]> Create(string name, string description) =>
        new(name) { Description = description, AllowMultipleArgumentsPerToken = true };

    /// <summary>The values of an option; none where it was not given.</summary>
    internal static string[] Split(string[]? values) =>
        [.. (values ?? []).SelectMany(v => v.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    /// <summary>The values of <c>--seeds</c>, each once.</summary>
    /// <exception cref="ArgumentException">One of them is no whole number.</exception>
    internal static long[] Seeds(string[]? values) =>
    [
        .. Split(values).Select(s => long.TryParse(s, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed)
            ? seed
            : throw new ArgumentException($"--seeds: '{s}' is not a whole number.")).Distinct(),
    ];
}
