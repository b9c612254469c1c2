using System.Diagnostics;
using System.Text.Json.Nodes;
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

    [Fact]
    public void The_program_answers_after_messages_that_are_none_an_exit_and_ten_megabytes()
    {
        using var client = new KernelClient(ownProcess: true);
        client.Execute("var kept = 7;");
        var frames = client.Frames("execute_request", new JsonObject { ["code"] = "kept = 0;" });
        frames[1][0] ^= 1;
        client.SendRaw(frames);
        client.SendRaw(client.Frames("execute_request", []).Take(2));
        client.SendRaw(new MessageCodecWithRawContent(client.Info.Key).Write("not json"));

        Assert.Contains("Environment.Exit(3)", client.Execute("Environment.Exit(3);").Reply["evalue"], StringComparison.Ordinal);
        var published = client.Execute("for (var i = 0; i < 10_000; i++) Console.WriteLine(new string((char)('a' + i % 26), 1023));").Published;

        Assert.Equal(10_000 * 1024, published.Where(m => m.Type == "stream").Sum(m => m["text"]!.Length));
        Assert.Equal("7", (string?)client.Execute("kept").Published.Single(m => m.Type == "execute_result").Content["data"]!["text/plain"]);
        Assert.False(client.Program!.HasExited);
        foreach (var reason in (string[])["signature is wrong", "too few frames", "no JSON"])
            Assert.Contains(client.Reports, r => r.Contains(reason, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("int Deep(int n) => Deep(n + 1) + 1;\nDeep(0)")]
    [InlineData("[System.Runtime.InteropServices.DllImport(\"libc\")] static extern void abort();\nabort();")]
    public async Task A_stack_overflow_and_a_native_crash_end_the_program_and_another_one_answers(string fatal)
    {
        using (var client = new KernelClient(ownProcess: true))
        {
            client.Send("execute_request", new JsonObject { ["code"] = fatal });

            await client.Running.WaitAsync(s_limit);

            Assert.NotEqual(0, client.Program!.ExitCode);
        }
        using var next = new KernelClient(ownProcess: true);
        Assert.Equal("ok", next.Execute("1").Reply["status"]);
    }

    private Process Start(ConnectionInfo info, int parent) => KernelClient.Start(info, _folder, parent);
}
