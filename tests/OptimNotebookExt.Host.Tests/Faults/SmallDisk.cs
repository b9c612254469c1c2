using System.Diagnostics;

namespace OptimNotebookExt.Host.Tests.Faults;

/// <summary>A file system of 256 KB in memory, which root can mount on Linux.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Kilobytes = 256;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("optimnb-disk");

    private SmallDisk()
    {
    }

    /// <summary>Why there can be none here, or null.</summary>
    internal static string? WhyNot { get; } = Try();

    internal string Root => _folder.FullName;

    internal static SmallDisk Mount()
    {
        var disk = new SmallDisk();
        if (Run("mount", "-t", "tmpfs", "-o", $"size={Kilobytes}k", "tmpfs", disk.Root) is not { } fault)
            return disk;
        disk._folder.Delete();
        throw new IOException(fault);
    }

    internal string File(string name) => Path.Combine(Root, name);

    /// <summary>Leaves room for so many bytes more, in whole pages.</summary>
    internal void Fill(int left)
    {
        System.IO.File.Delete(File("filler"));
        using var filler = System.IO.File.Create(File("filler"));
        var free = new DriveInfo(Root).AvailableFreeSpace;
        filler.Write(new byte[Math.Max(0, free - left)]);
    }

    public void Dispose()
    {
        Run("umount", Root);
        _folder.Delete();
    }

    private static string? Try()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return "only root can mount a small file system, and only on Linux";
        try
        {
            Mount().Dispose();
            return null;
        }
        catch (IOException e)
        {
            return $"a small file system cannot be mounted here: {e.Message}";
        }
    }

    private static string? Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : said.Trim();
    }
}
