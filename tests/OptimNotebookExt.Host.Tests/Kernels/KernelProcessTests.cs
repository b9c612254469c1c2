using System.Diagnostics;
using System.Text.Json;
using OptimNotebookExt.Host.Kernels.Wire;
using OptimNotebookExt.Host.Tests.Reports;

namespace OptimNotebookExt.Host.Tests.Kernels;

public sealed class KernelProcessTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_kernel_ends_when_the_process_that_started_it_is_gone()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var parent = Process.Start("sleep", ["600"]);
        using var kernel = Start(KernelClient.FreePorts(), parent.Id);
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(1.5));
            Assert.False(kernel.HasExited);
        }
        finally
        {
            parent.Kill();
        }

        await kernel.WaitForExitAsync().WaitAsync(s_limit);
        Assert.Equal(0, kernel.ExitCode);
    }

    [Fact]
    public async Task A_taken_port_is_said_and_ends_the_kernel()
    {
        var info = KernelClient.FreePorts();
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, info.ShellPort);
        taken.Start();

        using var kernel = Start(info, Environment.ProcessId);

        var said = await kernel.StandardError.ReadToEndAsync().WaitAsync(s_limit);
        await kernel.WaitForExitAsync().WaitAsync(s_limit);
        Assert.Equal(1, kernel.ExitCode);
        Assert.Contains("cannot listen at tcp://127.0.0.1", said, StringComparison.Ordinal);
    }

    private Process Start(ConnectionInfo info, int parent)
    {
        var file = _folder.Write("connection.json", JsonSerializer.Serialize(info));
        var start = new ProcessStartInfo("dotnet", [typeof(ConnectionInfo).Assembly.Location, "kernel", "--connection-file", file]) { RedirectStandardError = true };
        start.Environment["JPY_PARENT_PID"] = parent.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Process.Start(start)!;
    }
}
