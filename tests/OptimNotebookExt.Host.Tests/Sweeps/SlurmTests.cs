using System.Diagnostics;
using OptimNotebookExt.Experiments.Sweeps;
using OptimNotebookExt.Tests;

namespace OptimNotebookExt.Host.Tests.Sweeps;

/// <summary>A sweep on a real Slurm, of this machine alone.</summary>
public sealed class SlurmTests
{
    [SlurmFact]
    public void A_cluster_gives_the_bytes_of_one_machine_and_does_again_what_failed()
    {
        using var folder = new SweepFolderFixture();
        Assert.Equal(0, folder.Run("here").Code);
        // A run that another submission could not do, which stays until it is asked for.
        var first = SweepPlan.Tuning(SweepDefinition.Load(folder.SweepFile)).First();
        new SweepFolder(folder.In("there")).KeepFailure(first, "the node was lost");
        var script = folder.In("session.sh");
        var line = $"dotnet '{Path.Combine(AppContext.BaseDirectory, "optimnb.dll")}' sweep '{folder.SweepFile}' --out '{folder.In("there")}'";
        File.WriteAllText(script, $$"""
            wait_for_jobs() { for _ in $(seq 600); do [ -n "$(squeue --noheader)" ] || return 0; sleep 0.1; done; squeue; }
            {{line}} --slurm --runs-per-task 6
            echo "submitted: $?"
            {{line}} --slurm
            echo "submitted twice: $?"
            wait_for_jobs
            {{line}} --status
            echo "failed: $?"
            {{line}} --slurm --retry-failed --runs-per-task 6
            wait_for_jobs
            {{line}} --status
            echo "complete: $?"
            cat '{{folder.In("there", "slurm")}}'/*/*.out
            """);

        using var process = Process.Start(new ProcessStartInfo("bash", [Repository.Path("eng", "slurm.sh"), "run", folder.In("slurm"), "bash", script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.True(output.Contains("submitted: 0", StringComparison.Ordinal), output + error.Result);
        Assert.Contains("submitted twice: 1", output, StringComparison.Ordinal);
        Assert.Contains("of this folder is not over", error.Result, StringComparison.Ordinal);
        Assert.Contains("failed: 1", output, StringComparison.Ordinal);
        Assert.Contains("best 0 11: the best setting is not known, as runs of the grid are missing", output, StringComparison.Ordinal);
        Assert.Contains("9 of 12 runs done, 1 failed", output, StringComparison.Ordinal);
        Assert.True(output.Contains("complete: 0", StringComparison.Ordinal), output + error.Result);
        Assert.Equal(File.ReadAllBytes(folder.In("here", "sweep.json")), File.ReadAllBytes(folder.In("there", "sweep.json")));
        Assert.Equal(folder.Runs("here").Select(File.ReadAllText), folder.Runs("there").Select(File.ReadAllText));
        Assert.False(Directory.Exists(folder.In("slurm")));
    }
}
