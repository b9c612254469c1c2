using System.Diagnostics;
using System.Globalization;

namespace OptimNotebookExt.Host.Kernels;

/// <summary>Ends the kernel when the server that started it is gone, so that none is left behind.</summary>
internal static class ParentWatch
{
    private const string Variable = "JPY_PARENT_PID";
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    /// <summary>Completes when the process that Jupyter names as the parent has ended; never where it names none.</summary>
    internal static async Task WaitAsync(CancellationToken stop)
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id < 2)
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(false);
        while (IsAlive(id))
            await Task.Delay(s_pause, stop).ConfigureAwait(false);
    }

    private static bool IsAlive(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // It is there, and belongs to somebody else.
            return true;
        }
    }
}
