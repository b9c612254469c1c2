using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;
using OptimNotebookExt.Host.Kernels;
using OptimNotebookExt.Host.Kernels.Wire;
using OptimNotebookExt.Host.Tests.Reports;

namespace OptimNotebookExt.Host.Tests.Kernels;

/// <summary>A kernel, in this process or as the program that Jupyter starts, and a client of it, which speaks to it through its sockets.</summary>
internal sealed class KernelClient : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly ScratchFolder _folder = new();
    private readonly KernelServer? _server;
    private readonly CancellationTokenSource _stop = new();
    private readonly MessageCodec _codec;
    private readonly DealerSocket _shell = new();
    private readonly DealerSocket _control = new();
    private readonly DealerSocket _input = new();
    private readonly SubscriberSocket _published = new();
    private readonly List<KernelMessage> _seen = [];

    /// <param name="ownProcess">Whether the kernel is a program of its own.</param>
    internal KernelClient(bool ownProcess = false)
    {
        Info = FreePorts();
        _codec = new MessageCodec(Info.Key);
        if (ownProcess)
            Program = Start(Info, _folder, Environment.ProcessId);
        else
            _server = new KernelServer(Info, _folder.Root, Reports.Enqueue);
        _published.Options.ReceiveHighWatermark = 0;
        _published.SubscribeToAnyTopic();
        foreach (var (socket, port) in ((NetMQSocket, int)[])[(_shell, Info.ShellPort), (_control, Info.ControlPort), (_input, Info.InputPort), (_published, Info.PublishPort)])
        {
            // The stdin channel knows a client by the identity of its shell.
            socket.Options.Identity = "client"u8.ToArray();
            socket.Options.Linger = TimeSpan.Zero;
            socket.Connect(Info.Endpoint(port));
        }
        Running = _server is null ? Listen(Program!) : _server.RunAsync(_stop.Token);
        // As clients do: until what is published arrives.
        do
        {
            Send("kernel_info_request", []);
            Reply();
        }
        while (!_published.Poll(PollEvents.PollIn, TimeSpan.FromMilliseconds(50)).HasFlag(PollEvents.PollIn));
        Drain(TimeSpan.FromMilliseconds(50));
    }

    internal ConnectionInfo Info { get; }

    /// <summary>The program where the kernel is one.</summary>
    internal Process? Program { get; }

    internal Task<bool> Running { get; }

    /// <summary>What the kernel said to its log.</summary>
    internal ConcurrentQueue<string> Reports { get; } = new();

    /// <summary>Starts the kernel as Jupyter does.</summary>
    internal static Process Start(ConnectionInfo info, ScratchFolder folder, int parent)
    {
        var file = folder.Write("connection.json", JsonSerializer.Serialize(info));
        var start = new ProcessStartInfo("dotnet", [typeof(ConnectionInfo).Assembly.Location, "kernel", "--connection-file", file]) { RedirectStandardError = true };
        start.Environment["JPY_PARENT_PID"] = parent.ToString(CultureInfo.InvariantCulture);
        return Process.Start(start)!;
    }

    internal static ConnectionInfo FreePorts()
    {
        var listeners = Enumerable.Range(0, 5).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners)
            listener.Start();
        var ports = listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners)
            listener.Dispose();
        return new ConnectionInfo { Key = "the key", ShellPort = ports[0], ControlPort = ports[1], PublishPort = ports[2], InputPort = ports[3], HeartbeatPort = ports[4] };
    }

    /// <summary>Sends a request on the shell channel; the id of its message.</summary>
    internal string Send(string type, JsonObject content) => Send(_shell, type, content);

    internal string SendControl(string type, JsonObject content) => Send(_control, type, content);

    internal void SendInput(string value) => Send(_input, "input_reply", new JsonObject { ["value"] = value });

    /// <summary>Frames of a message as they would be sent.</summary>
    internal List<byte[]> Frames(string type, JsonObject content) => _codec.Write([], type, null, content);

    internal void SendRaw(IEnumerable<byte[]> frames) => _shell.SendMultipartBytes(frames);

    internal KernelMessage Reply() => Receive(_shell);

    internal KernelMessage ControlReply() => Receive(_control);

    internal KernelMessage Question() => Receive(_input);

    internal KernelMessage Published() => Receive(_published);

    /// <summary>A request, its reply and what was published for it, from busy to idle.</summary>
    internal (KernelMessage Reply, IReadOnlyList<KernelMessage> Published) Ask(string type, JsonObject content)
    {
        var id = Send(type, content);
        return (Reply(), PublishedFor(id));
    }

    internal (KernelMessage Reply, IReadOnlyList<KernelMessage> Published) Execute(string code, JsonObject? more = null)
    {
        var content = more ?? [];
        content["code"] = code;
        return Ask("execute_request", content);
    }

    /// <summary>What is published for a request until the kernel is idle.</summary>
    internal IReadOnlyList<KernelMessage> PublishedFor(string id)
    {
        while (true)
        {
            var own = _seen.Where(m => (string?)m.Parent["msg_id"] == id).ToArray();
            if (own.LastOrDefault() is { Type: "status" } last && last["execution_state"] == "idle")
            {
                _seen.RemoveAll(m => (string?)m.Parent["msg_id"] == id);
                return own;
            }
            _seen.Add(Published());
        }
    }

    internal void Drain(TimeSpan quiet)
    {
        while (_published.Poll(PollEvents.PollIn, quiet).HasFlag(PollEvents.PollIn))
            Published();
        _seen.Clear();
    }

    public void Dispose()
    {
        _stop.Cancel();
        Program?.Kill();
        Assert.True(Running.Wait(s_limit));
        foreach (var socket in (NetMQSocket[])[_shell, _control, _input, _published])
            socket.Dispose();
        _server?.Dispose();
        Program?.Dispose();
        _stop.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> Listen(Process program)
    {
        while (await program.StandardError.ReadLineAsync() is { } line)
            Reports.Enqueue(line);
        await program.WaitForExitAsync();
        return false;
    }

    private string Send(DealerSocket socket, string type, JsonObject content)
    {
        var frames = Frames(type, content);
        socket.SendMultipartBytes(frames);
        return (string)JsonNode.Parse(frames[2])!["msg_id"]!;
    }

    private KernelMessage Receive(NetMQSocket socket)
    {
        List<byte[]> frames = [];
        Assert.True(socket.TryReceiveMultipartBytes(s_limit, ref frames), $"nothing came; the kernel said: {string.Join(' ', Reports)}");
        var (message, fault) = _codec.Read(frames);
        Assert.Null(fault);
        return message!;
    }
}
