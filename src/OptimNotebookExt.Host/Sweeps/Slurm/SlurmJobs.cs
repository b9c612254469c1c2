using System.Globalization;
using OptimNotebookExt.Experiments.Sweeps;

namespace OptimNotebookExt.Host.Sweeps.Slurm;

/// <summary>The jobs that were submitted for a folder: <c>slurm/NNN/jobs</c>, a number a line.</summary>
internal static class SlurmJobs
{
    /// <summary>Makes the folder of the next submission.</summary>
    internal static string NewFolder(SweepFolder folder)
    {
        var parent = Directory.CreateDirectory(Path.Combine(folder.Root, "slurm"));
        var last = parent.EnumerateDirectories().Select(d => int.TryParse(d.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).DefaultIfEmpty().Max();
        return parent.CreateSubdirectory((last + 1).ToString("D3", CultureInfo.InvariantCulture)).FullName;
    }

    internal static void Write(string submission, IEnumerable<string> jobs) => AtomicFile.WriteAllText(Path.Combine(submission, "jobs"), string.Concat(jobs.Select(j => j + "\n")));

    /// <summary>Every job, the first submission first.</summary>
    internal static IReadOnlyList<string> Read(SweepFolder folder)
    {
        var parent = new DirectoryInfo(Path.Combine(folder.Root, "slurm"));
        return parent.Exists
            ? [.. parent.EnumerateDirectories().OrderBy(d => d.Name, StringComparer.Ordinal).Select(d => Path.Combine(d.FullName, "jobs")).Where(File.Exists).SelectMany(File.ReadAllLines)]
            : [];
    }

    /// <summary>Tasks of a job by their state, or that it is over.</summary>
    internal static string StateOf(string job)
    {
        try
        {
            var states = SlurmCommand.Run("squeue", "--noheader", "--array", "--jobs", job, "--format", "%T").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return states.Length == 0 ? "over" : string.Join(", ", states.GroupBy(s => s).Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Count()} {g.Key.ToLowerInvariant()}")));
        }
        catch (IOException e)
        {
            // A job that Slurm has forgotten is over long since.
            return e.Message.Contains("Invalid job id", StringComparison.OrdinalIgnoreCase) ? "over" : $"not known here ({e.Message})";
        }
    }
}
