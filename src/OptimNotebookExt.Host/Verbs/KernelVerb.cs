using System.CommandLine;
using OptimNotebookExt.Host.Kernels;
using OptimNotebookExt.Host.Kernels.Wire;

namespace OptimNotebookExt.Host.Verbs;

/// <summary><c>optimnb kernel</c>: what Jupyter starts to run notebooks.</summary>
internal static class KernelVerb
{
    internal static Command Create()
    {
        var file = new Option<string>("--connection-file", "-f") { Description = "The file in which Jupyter says where to listen.", Required = true };
        var beyond = new Option<bool>("--beyond-loopback") { Description = "Allows an address that other machines can reach." };
        var command = new Command("kernel", "Runs a Jupyter kernel; Jupyter starts it (see 'optimnb install').") { file, beyond };
        command.SetAction((parsed, stop) => ExperimentVerb.GuardAsync(parsed, () => RunAsync(ConnectionInfo.Read(parsed.GetRequiredValue(file), parsed.GetValue(beyond)), stop)));
        return command;
    }

    private static async Task<int> RunAsync(ConnectionInfo info, CancellationToken stop)
    {
        // The session takes the console over; what the kernel itself has to say goes to the server's log.
        var log = Console.Error;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var server = new KernelServer(info, Environment.CurrentDirectory, text => log.WriteLine($"optimnb kernel: {text}"));
        _ = ParentWatch.WaitAsync(ends.Token).ContinueWith(_ => ends.CancelAsync(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        await server.RunAsync(ends.Token).ConfigureAwait(false);
        await ends.CancelAsync().ConfigureAwait(false);
        // A cell in native code, or a thread of the user's, does not keep the process.
        _ = Task.Delay(TimeSpan.FromSeconds(5), CancellationToken.None).ContinueWith(_ => Environment.Exit(0), TaskScheduler.Default);
        return ExitCode.Done;
    }
}
