using System.Diagnostics;
using OptimNotebookExt.Tests;

namespace OptimNotebookExt.Host.Tests.Sweeps;

/// <summary>A test that starts a Slurm of its own with eng/slurm.sh; skipped with the reason where that cannot be.</summary>
internal sealed class SlurmFactAttribute : FactAttribute
{
    public SlurmFactAttribute() => Skip = Reason.Value;

    private static Lazy<string?> Reason { get; } = new(Find);

    private static string? Find()
    {
        if (!OperatingSystem.IsLinux())
            return "Slurm runs on Linux.";
        var folder = Directory.CreateTempSubdirectory("slurm");
        try
        {
            using var process = Process.Start(new ProcessStartInfo("bash", [Repository.Path("eng", "slurm.sh"), "run", folder.FullName, "true"]) { RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            // Only what the script says itself is a reason to skip.
            return process.ExitCode == 77 ? error.Trim() : null;
        }
        finally
        {
            if (folder.Exists)
                folder.Delete(recursive: true);
        }
    }
}
