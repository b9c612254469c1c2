using System.Diagnostics;
using System.Globalization;
using OptimNotebookExt.Experiments.Sweeps;

namespace OptimNotebookExt.Host.Sweeps;

/// <summary>Workers in processes of their own: one that crashes takes no other with it, and is started again.</summary>
internal sealed class SweepPool(SweepState state, string plan, int processes, SweepDisplay display)
{
    /// <summary>A run that ends its process twice has failed, or it would be begun for ever.</summary>
    private const int MaxCrashes = 2;

    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);
    private readonly Dictionary<string, int> _crashes = [];

    /// <summary>Runs until every run is settled that can be, or until stopped.</summary>
    /// <returns>Whether the workers ended as they should.</returns>
    internal async Task<bool> RunAsync(CancellationToken stop)
    {
        var ends = await Task.WhenAll(Enumerable.Range(0, processes).Select(_ => KeepWorking(stop))).ConfigureAwait(false);
        return ends.All(well => well);
    }

    private async Task<bool> KeepWorking(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var (code, under, said) = await Work(stop).ConfigureAwait(false);
            if (code == 0 || stop.IsCancellationRequested)
                return true;
            // It could not even begin, and has said why.
            if (under is null)
                return false;
            Crashed(under, code, said);
        }
        return true;
    }

    /// <summary>One process from its start to its end; the run that it was at, and the last line of its errors.</summary>
    private async Task<(int Code, string? Under, string Said)> Work(CancellationToken stop)
    {
        var (program, first) = OwnProgram.Start;
        var start = new ProcessStartInfo(program, [.. first, "sweep", plan, "--out", state.Folder.Root, "--work"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Threads are set in the run; this keeps libtorch from making others before.
        start.Environment["OMP_NUM_THREADS"] = state.Sweep.Threads.ToString(CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;
        // A closed input is the sign to stop, also where this process is killed.
        using var stopping = stop.Register(process.StandardInput.Close);
        var said = "";
        process.ErrorDataReceived += (_, line) =>
        {
            if (string.IsNullOrWhiteSpace(line.Data))
                return;
            Console.Error.WriteLine(line.Data);
            said = line.Data;
        };
        process.BeginErrorReadLine();
        string? under = null;
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
        {
            if (line.Split(' ') is not [var sign, var key])
                continue;
            under = sign == SweepWorker.Begun ? key : null;
            display.Tell(sign, key);
        }
        if (stop.IsCancellationRequested && !process.WaitForExit(s_grace))
            process.Kill();
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        return (process.ExitCode, under, said);
    }

    private void Crashed(string key, int code, string said)
    {
        lock (_crashes)
        {
            var times = _crashes[key] = _crashes.GetValueOrDefault(key) + 1;
            if (times >= MaxCrashes && display.Run(key) is { } run)
            {
                state.Folder.KeepFailure(run, string.Create(CultureInfo.InvariantCulture, $"its process ended with exit code {code}, {times} times{(said.Length > 0 ? ": " : ".")}{said}"));
                display.Tell(SweepWorker.Ended, key);
            }
        }
    }
}
