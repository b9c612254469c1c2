using System.Diagnostics;

namespace OptimNotebookExt.Tests.Checkpoints;

/// <summary>A test that needs <c>python3</c>, of any version and without packages.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute()
    {
        if (!IsThere.Value)
            Skip = "python3 is not on the PATH";
    }

    private static Lazy<bool> IsThere { get; } = new(() =>
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("python3", ["-c", "import json, struct"]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });
}
