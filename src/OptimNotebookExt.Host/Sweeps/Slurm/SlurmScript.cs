using System.Globalization;
using System.Text;

namespace OptimNotebookExt.Host.Sweeps.Slurm;

/// <summary>The script of an array job whose tasks do the lines of a list.</summary>
internal static class SlurmScript
{
    /// <param name="name">The name of the job.</param>
    /// <param name="list">The list of runs, one a line.</param>
    /// <param name="tasks">Tasks of the array.</param>
    /// <param name="runsPerTask">Lines of the list that a task does.</param>
    /// <param name="threads">Threads of a run.</param>
    /// <param name="options">Options of sbatch by their long names.</param>
    /// <param name="command">The program and its arguments, up to those that name the lines.</param>
    internal static string Text(string name, string list, int tasks, int runsPerTask, int threads, IReadOnlyDictionary<string, string> options, IEnumerable<string> command)
    {
        var script = new StringBuilder("#!/bin/bash\n");
        // In names of output files, % begins a pattern.
        var log = Path.ChangeExtension(list, null).Replace("%", "%%", StringComparison.Ordinal);
        var all = new Dictionary<string, string>
        {
            ["job-name"] = name,
            ["array"] = Invariant($"0-{tasks - 1}"),
            ["ntasks"] = "1",
            ["cpus-per-task"] = Invariant($"{threads}"),
            ["output"] = $"{log}-%a.out",
        };
        foreach (var (option, value) in options)
            all[option] = value;
        foreach (var (option, value) in all)
            script.Append(CultureInfo.InvariantCulture, $"#SBATCH --{option}{(value.Length == 0 ? string.Empty : $"=\"{value}\"")}\n");
        script.Append(CultureInfo.InvariantCulture, $"export OMP_NUM_THREADS={threads}\n");
        script.Append("exec ").AppendJoin(' ', command.Select(Quoted)).Append(CultureInfo.InvariantCulture, $" --list {Quoted(list)} --line \"$((SLURM_ARRAY_TASK_ID * {runsPerTask}))\" --lines {runsPerTask}\n");
        return script.ToString();
    }

    private static string Quoted(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
