using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;
using OptimNotebookExt.Host.Kernels.Install;
using OptimNotebookExt.Host.Kernels.Wire;

namespace KernelCost;

/// <summary>A kernel in a process of its own, as Jupyter starts one, and a client of it.</summary>
internal sealed class KernelProcess : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly string _file = Path.GetTempFileName();
    private readonly DealerSocket _shell = new();
    private readonly SubscriberSocket _published = new();
    private readonly MessageCodec _codec;
    private readonly Process _process;

    internal KernelProcess()
    {
        var ports = FreePorts();
        var info = new ConnectionInfo { Key = Guid.NewGuid().ToString("N"), ShellPort = ports[0], ControlPort = ports[1], PublishPort = ports[2], InputPort = ports[3], HeartbeatPort = ports[4] };
        File.WriteAllText(_file, JsonSerializer.Serialize(info));
        _codec = new MessageCodec(info.Key);
        var program = new ProcessStartInfo("dotnet", [typeof(ConnectionInfo).Assembly.Location, "kernel", "--connection-file", _file]);
        foreach (var (name, value) in KernelSpec.Environment.Where(_ => !Bare))
            program.Environment.TryAdd(name, value);
        var start = Stopwatch.GetTimestamp();
        _process = Process.Start(program)!;
        _published.Options.ReceiveHighWatermark = 0;
        _published.SubscribeToAnyTopic();
        _published.Connect(info.Endpoint(info.PublishPort));
        _shell.Options.ReconnectInterval = TimeSpan.FromMilliseconds(10);
        _shell.Connect(info.Endpoint(info.ShellPort));
        Ask("kernel_info_request", []);
        StartMilliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>Whether the kernel starts without the environment of its kernelspec.</summary>
    internal static bool Bare { get; set; }

    /// <summary>From the start of the process to the reply to kernel_info.</summary>
    internal double StartMilliseconds { get; }

    /// <summary>Resident memory in MiB.</summary>
    internal double Megabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / (double)(1 << 20);
        }
    }

    /// <summary>What the resident memory is made of.</summary>
    internal ResidentMemory Memory => ResidentMemory.Of(_process.Id);

    /// <summary>Milliseconds from the request to the reply.</summary>
    internal double Execute(string code)
    {
        var start = Stopwatch.GetTimestamp();
        var reply = Ask("execute_request", new JsonObject { ["code"] = code });
        var spent = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return reply["status"] == "ok" ? spent : throw new InvalidOperationException($"{code}: {reply.Content["traceback"]}");
    }

    /// <summary>Asks what fits at the end of the code; how many matches there are.</summary>
    internal int Complete(string code) =>
        Ask("complete_request", new JsonObject { ["code"] = code, ["cursor_pos"] = code.Length }).Content["matches"]!.AsArray().Count;

    /// <summary>The value of an expression as text.</summary>
    internal string Evaluate(string code)
    {
        var content = new JsonObject { ["code"] = "", ["user_expressions"] = new JsonObject { ["value"] = code } };
        return (string?)Ask("execute_request", content).Content["user_expressions"]!["value"]!["data"]?["text/plain"] ?? throw new InvalidOperationException($"{code}: no value.");
    }

    /// <summary>Milliseconds until a number of messages of a type has come.</summary>
    internal double ExecuteAndReceive(string code, string type, int count)
    {
        while (_published.TryReceiveFrameBytes(TimeSpan.FromMilliseconds(200), out _))
        {
        }
        var start = Stopwatch.GetTimestamp();
        Send("execute_request", new JsonObject { ["code"] = code });
        for (var received = 0; received < count;)
        {
            if (Receive(_published).Type == type)
                received++;
        }
        var spent = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Receive(_shell);
        return spent;
    }

    public void Dispose()
    {
        Send("shutdown_request", new JsonObject { ["restart"] = false });
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
        _shell.Dispose();
        _published.Dispose();
        File.Delete(_file);
    }

    private KernelMessage Ask(string type, JsonObject content)
    {
        Send(type, content);
        return Receive(_shell);
    }

    private void Send(string type, JsonObject content) => _shell.SendMultipartBytes(_codec.Write([], type, null, content));

    private KernelMessage Receive(NetMQSocket socket)
    {
        List<byte[]> frames = [];
        if (!socket.TryReceiveMultipartBytes(s_limit, ref frames))
            throw new TimeoutException("the kernel does not answer.");
        return _codec.Read(frames).Message ?? throw new InvalidDataException("the kernel sent a message that is none.");
    }

    private static int[] FreePorts()
    {
        var listeners = Enumerable.Range(0, 5).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners)
            listener.Start();
        int[] ports = [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        foreach (var listener in listeners)
            listener.Dispose();
        return ports;
    }
}
