using System.Globalization;
using OptimNotebookExt.Experiments.Sweeps;
using OptimNotebookExt.Host.Sweeps.Slurm;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Host.Sweeps;

/// <summary>Where a sweep stands that others are at.</summary>
internal static class SweepStatus
{
    internal static void Write(SweepState state, TextWriter output)
    {
        var table = new TextTableWriter();
        table.Table(["optimizer", "tuned", "best setting", "runs", "median", "failed"], SweepCounts.Of(state).Select(c => c.Cells));
        output.WriteLine(table.ToString());
        var under = state.Known.Where(r => state.Value(r) is null && SweepClaim.IsHeld(state.Folder.ClaimFile(r))).ToArray();
        if (under.Length > 0)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{under.Length} under way: {string.Join(", ", under.Take(8).Select(r => r.ToString()))}{(under.Length > 8 ? ", …" : string.Empty)}"));
        foreach (var job in SlurmJobs.Read(state.Folder))
            output.WriteLine($"Slurm job {job}: {SlurmJobs.StateOf(job)}");
    }
}
