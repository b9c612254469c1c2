using System.Diagnostics;
using System.Text;

namespace OptimNotebookExt.Host.Sessions.Packages;

/// <summary><c>dotnet restore</c> of the project of a session.</summary>
internal static class RestoreProcess
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    internal static (int Code, string Output) Run(string folder, CancellationToken stop)
    {
        var start = new ProcessStartInfo("dotnet", ["restore", PackageProject.Name, "-v", "quiet", "--nologo"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // A cell cannot answer a question of NuGet's.
            RedirectStandardInput = true,
        };
        // A build server would outlive the session.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using var process = Start(start);
        process.StandardInput.Close();
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(s_limit);
        try
        {
            process.WaitForExitAsync(limit.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            stop.ThrowIfCancellationRequested();
            throw new PackageException($"the restore took longer than {s_limit.TotalMinutes:0} minutes and was ended.");
        }
        lock (output)
            return (process.ExitCode, output.ToString());
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new PackageException("a package that optimnb does not bring needs the .NET SDK: install it, or name the assembly itself with #r \"path/x.dll\".");
        }
    }

    private static void Append(StringBuilder output, string? line)
    {
        lock (output)
            output.AppendLine(line);
    }
}
