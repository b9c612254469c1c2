namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>Which options of <c>sbatch</c> a sweep may set.</summary>
internal static class SlurmOptions
{
    /// <summary>Those that the sweep itself sets, as its runs depend on them.</summary>
    private static readonly string[] Own = ["array", "dependency", "output", "error", "cpus-per-task", "ntasks", "chdir", "parsable", "wrap", "test-only"];

    /// <summary>What is wrong with an option, or null.</summary>
    internal static string? Problem(string name, string value)
    {
        if (name.Length == 0 || !name.All(c => c is >= 'a' and <= 'z' or '-') || name.StartsWith('-'))
            return $"'{name}' is no long option of sbatch; write for example partition, time or mem, without dashes in front.";
        if (Own.Contains(name))
            return $"{name} is set by the sweep itself (the CPUs of a run by threads); leave it out.";
        // The value stands in a comment line of a shell script.
        return value.Any(c => char.IsControl(c) || c is '"' or '\'' or '\\' or '#')
            ? $"'{value}' holds quotes, a backslash, # or a line break, which cannot be told to sbatch; choose another value."
            : null;
    }
}
