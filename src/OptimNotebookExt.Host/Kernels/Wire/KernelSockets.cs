using System.Text;
using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;

namespace OptimNotebookExt.Host.Kernels.Wire;

/// <summary>The five sockets of a kernel, on one thread; messages come in and go out in order.</summary>
internal sealed class KernelSockets : IDisposable
{
    // More than a notebook can hold; a frame beyond it closes the connection that sent it.
    private const long MostBytes = 256 << 20;

    private readonly MessageCodec _codec;
    private readonly RouterSocket _shell = new();
    private readonly RouterSocket _control = new();
    private readonly RouterSocket _input = new();
    private readonly XPublisherSocket _publish = new();
    private readonly ResponseSocket _heartbeat = new();
    private readonly NetMQQueue<Outgoing> _outgoing = new();
    private readonly NetMQPoller _poller;
    private readonly Action<string> _report;

    /// <param name="info">Where to listen.</param>
    /// <param name="report">Told of messages that are dropped.</param>
    /// <exception cref="IOException">A port is taken.</exception>
    internal KernelSockets(ConnectionInfo info, Action<string> report)
    {
        _codec = new MessageCodec(info.Key);
        _report = report;
        (NetMQSocket Socket, int Port)[] sockets =
            [(_shell, info.ShellPort), (_control, info.ControlPort), (_input, info.InputPort), (_publish, info.PublishPort), (_heartbeat, info.HeartbeatPort)];
        foreach (var (socket, port) in sockets)
        {
            socket.Options.Linger = TimeSpan.FromSeconds(1);
            // A client that is slow to read must not lose anything.
            socket.Options.SendHighWatermark = 0;
            socket.Options.MaxMsgSize = MostBytes;
            try
            {
                socket.Bind(info.Endpoint(port));
            }
            catch (NetMQException e)
            {
                throw new IOException($"the kernel cannot listen at {info.Endpoint(port)}: {e.Message}", e);
            }
        }
        _shell.ReceiveReady += (_, _) => Receive(_shell, Shell);
        _control.ReceiveReady += (_, _) => Receive(_control, Control);
        _input.ReceiveReady += (_, _) => Receive(_input, Input);
        _publish.ReceiveReady += (_, _) => Subscriptions();
        _heartbeat.ReceiveReady += (_, _) => _heartbeat.SendMultipartBytes(_heartbeat.ReceiveMultipartBytes());
        _outgoing.ReceiveReady += (_, _) => Send();
        _poller = [_shell, _control, _input, _publish, _heartbeat, _outgoing];
    }

    /// <summary>Told of requests on the shell channel; like the others on the thread of the sockets.</summary>
    internal event Action<KernelMessage>? Shell;

    /// <summary>Told of requests on the control channel.</summary>
    internal event Action<KernelMessage>? Control;

    /// <summary>Told of answers to what the kernel has asked.</summary>
    internal event Action<KernelMessage>? Input;

    /// <summary>Told when somebody listens to what is published; before, it is published to nobody.</summary>
    internal event Action? Subscribed;

    internal void Start() => _poller.RunAsync("kernel sockets", isBackgroundThread: true);

    internal void ReplyShell(KernelMessage request, string type, JsonObject content) => Send(new(_shell, request.Identities, type, request.Header, content));

    internal void ReplyControl(KernelMessage request, string type, JsonObject content) => Send(new(_control, request.Identities, type, request.Header, content));

    /// <summary>Asks the client that sent a request.</summary>
    internal void Ask(KernelMessage request, string type, JsonObject content) => Send(new(_input, request.Identities, type, request.Header, content));

    /// <summary>Tells every client.</summary>
    internal void Publish(JsonObject? parent, string type, JsonObject content) => Send(new(_publish, [Encoding.ASCII.GetBytes(type)], type, parent, content));

    /// <summary>
    /// Within a finally, where an interrupt does not abort the thread of a cell: half a message between the sockets would
    /// leave the kernel dumb.
    /// </summary>
    private void Send(Outgoing message)
    {
        try
        {
        }
        finally
        {
            _outgoing.Enqueue(message);
        }
    }

    public void Dispose()
    {
        // What is still to be sent goes out first.
        for (var i = 0; i < 200 && !_outgoing.IsEmpty; i++)
            Thread.Sleep(5);
        _poller.Stop();
        _poller.Dispose();
        foreach (var socket in (NetMQSocket[])[_shell, _control, _input, _publish, _heartbeat])
            socket.Dispose();
        _outgoing.Dispose();
    }

    private void Receive(RouterSocket socket, Action<KernelMessage>? receiver)
    {
        // The others get their turn although one client floods this channel.
        for (var i = 0; i < 100; i++)
        {
            List<byte[]> frames = [];
            if (!socket.TryReceiveMultipartBytes(ref frames, 6))
                return;
            var (message, fault) = _codec.Read(frames);
            if (message is null)
                _report($"a message was dropped: {fault}.");
            else
                receiver?.Invoke(message);
        }
    }

    private void Subscriptions()
    {
        // 1 and a topic, or 0 and a topic that is given up.
        while (_publish.TryReceiveFrameBytes(out var frame))
        {
            if (frame is [1, ..])
                Subscribed?.Invoke();
        }
    }

    private void Send()
    {
        for (var i = 0; i < 1000 && _outgoing.TryDequeue(out var message, TimeSpan.Zero); i++)
            message.Socket.SendMultipartBytes(_codec.Write(message.Identities, message.Type, message.Parent, message.Content));
    }

    private sealed record Outgoing(NetMQSocket Socket, IReadOnlyList<byte[]> Identities, string Type, JsonObject? Parent, JsonObject Content);
}
