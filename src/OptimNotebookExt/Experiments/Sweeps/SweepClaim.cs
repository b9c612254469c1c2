using System.Globalization;
using System.Text;

namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>
/// The right to do a run: a locked file. The system gives the lock back however its holder ends, so that a killed process
/// blocks nothing. Where a file system does not carry locks between machines, the file's time tells whether the holder lives.
/// </summary>
internal sealed class SweepClaim : IDisposable
{
    /// <summary>After this time without a sign of life, the holder on another machine counts as gone.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(30);
    private readonly FileStream file;
    private readonly Timer timer;
    private bool done;

    private SweepClaim(FileStream file)
    {
        this.file = file;
        file.SetLength(0);
        file.Write(Encoding.UTF8.GetBytes(Invariant($"{Environment.MachineName}\nprocess {Environment.ProcessId}\n{Job()}\n")));
        file.Flush();
        timer = new Timer(_ => Touch(), null, Heartbeat, Heartbeat);
    }

    /// <summary>Claims a run; null where another process is at it.</summary>
    internal static SweepClaim? TryTake(string path)
    {
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            if (IsHeldElsewhere(stream, path))
                return null;
            var claim = new SweepClaim(stream);
            stream = null;
            return claim;
        }
        catch (IOException)
        {
            return null;
        }
        finally
        {
            stream?.Dispose();
        }
    }

    /// <summary>Whether a process is at the run.</summary>
    internal static bool IsHeld(string path)
    {
        if (!File.Exists(path))
            return false;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return IsHeldElsewhere(stream, path);
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>The run has figures, or failed: the file is not needed any more. Else it stays, without lock.</summary>
    internal void Complete() => done = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        timer.Dispose();
        // Removed while locked: whoever opened it before sees that the run is done.
        if (done)
            File.Delete(file.Name);
        else
            file.SetLength(0);
        file.Dispose();
    }

    private static bool IsHeldElsewhere(FileStream stream, string path)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        var machine = reader.ReadLine();
        stream.Position = 0;
        return machine is { Length: > 0 } && machine != Environment.MachineName && DateTime.UtcNow - File.GetLastWriteTimeUtc(path) < Patience;
    }

    private static string Job() => Environment.GetEnvironmentVariable("SLURM_JOB_ID") is { Length: > 0 } job ? $"job {job}" : "no job";

    private void Touch()
    {
        try
        {
            File.SetLastWriteTimeUtc(file.SafeFileHandle, DateTime.UtcNow);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The next sign of life will do.
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
