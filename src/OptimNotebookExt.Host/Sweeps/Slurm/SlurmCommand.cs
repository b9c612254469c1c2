using System.ComponentModel;
using System.Diagnostics;

namespace OptimNotebookExt.Host.Sweeps.Slurm;

/// <summary>Calls a command of Slurm.</summary>
internal static class SlurmCommand
{
    /// <summary>What the command prints.</summary>
    /// <exception cref="IOException">It is not there, or ends with an error; the message has what it said.</exception>
    internal static string Run(string command, params IEnumerable<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? output
                : throw new IOException($"{command}: {(error.Result.Trim() is { Length: > 0 } said ? said.ReplaceLineEndings(" ") : $"exit code {process.ExitCode}")}");
        }
        catch (Win32Exception e)
        {
            throw new IOException($"{command} cannot be started: is this a machine of the cluster from which jobs are submitted? --no-submit writes the scripts alone.", e);
        }
    }
}
