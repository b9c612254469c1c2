using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.CodeAnalysis.CSharp;
using OptimNotebookExt.Host.Kernels.Wire;
using OptimNotebookExt.Host.Sessions;
using OptimNotebookExt.Host.Sessions.Magics;

namespace OptimNotebookExt.Host.Kernels;

/// <summary>A Jupyter kernel: requests of the shell channel one after the other, those of the control channel at once.</summary>
internal sealed class KernelServer : IDisposable
{
    private readonly KernelSockets _sockets;
    private readonly Channel<(KernelMessage Request, long Number)> _requests = Channel.CreateUnbounded<(KernelMessage, long)>();
    private readonly TaskCompletionSource<bool> _shutdown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly History _history = new();
    private readonly ExecuteRequests _execute;
    private readonly CodeRequests _code;
    private readonly Lazy<CSharpSession> _session;
    private readonly Action<string> _report;
    private long _received;
    private long _abortedUpTo;

    /// <param name="info">Where to listen.</param>
    /// <param name="folder">The folder of the notebook.</param>
    /// <param name="report">Told of what a client is not told.</param>
    internal KernelServer(ConnectionInfo info, string folder, Action<string> report)
    {
        _report = report;
        _session = new(() => new CSharpSession(folder));
        _sockets = new KernelSockets(info, report);
        _execute = new ExecuteRequests(_sockets, new InputChannel(_sockets), _history, () => _session.Value);
        _code = new CodeRequests(() => _session.Value);
        _sockets.Shell += request => _requests.Writer.TryWrite((request, Interlocked.Increment(ref _received)));
        _sockets.Control += Control;
        // Jupyter listens again a moment after it has restarted a kernel that had ended by itself.
        _sockets.Subscribed += TellStart;
    }

    /// <summary>Runs until a client shuts it down; whether it asked for a restart.</summary>
    internal async Task<bool> RunAsync(CancellationToken stop)
    {
        _sockets.Start();
        // The first cell then finds the compiler ready.
        var warm = Task.Run(() => _session.Value.WarmUp(), CancellationToken.None);
        var handling = Task.Run(HandleAllAsync, CancellationToken.None);
        using var ends = stop.Register(() => _shutdown.TrySetResult(false));
        var restart = await _shutdown.Task.ConfigureAwait(false);
        _requests.Writer.TryComplete();
        _execute.Interrupt();
        await warm.ConfigureAwait(false);
        // A call into native code is not waited for longer.
        await Task.WhenAny(handling, Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None)).ConfigureAwait(false);
        return restart;
    }

    public void Dispose()
    {
        _sockets.Dispose();
        _code.Dispose();
        if (_session.IsValueCreated)
            _session.Value.Dispose();
    }

    private async Task HandleAllAsync()
    {
        await foreach (var (request, number) in _requests.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            Status(request, "busy");
            try
            {
                await Handle(request, number).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // whatever a request does, the kernel answers the next one
            catch (Exception e)
#pragma warning restore CA1031
            {
                _report($"{request.Type} failed: {e}");
                Reply(request, WithStatus(WireBundle.Of(Traceback.Of(e)), "error"));
            }
            Status(request, "idle");
        }
    }

    private async Task Handle(KernelMessage request, long number)
    {
        switch (request.Type)
        {
            case "execute_request" when number <= Interlocked.Read(ref _abortedUpTo):
                _execute.Abort(request);
                break;
            case "execute_request":
                // Those that have come by now were sent without knowing of the failure.
                if (await _execute.HandleAsync(request).ConfigureAwait(false))
                    Interlocked.Exchange(ref _abortedUpTo, Interlocked.Read(ref _received));
                break;
            case "complete_request":
                Reply(request, await _code.CompleteAsync(request).ConfigureAwait(false));
                break;
            case "inspect_request":
                Reply(request, await _code.InspectAsync(request).ConfigureAwait(false));
                break;
            case "is_complete_request":
                Reply(request, CodeRequests.IsComplete(request));
                break;
            case "history_request":
                Reply(request, _history.Reply(request));
                break;
            case "kernel_info_request":
                Reply(request, Info());
                break;
            case "comm_info_request":
                Reply(request, new JsonObject { ["status"] = "ok", ["comms"] = new JsonObject() });
                break;
            case "comm_open":
                // No target is known here; a widget that waits for one learns it so.
                _sockets.Publish(request.Header, "comm_close", new JsonObject { ["comm_id"] = request["comm_id"], ["data"] = new JsonObject() });
                break;
            case "shutdown_request":
                ShutDown(request, _sockets.ReplyShell);
                break;
            case "comm_msg" or "comm_close":
                break;
            default:
                _report($"'{request.Type}' is unknown here.");
                break;
        }
    }

    private void Control(KernelMessage request)
    {
        Status(request, "busy");
        switch (request.Type)
        {
            case "interrupt_request":
                _execute.Interrupt();
                _sockets.ReplyControl(request, "interrupt_reply", new JsonObject { ["status"] = "ok" });
                break;
            case "shutdown_request":
                ShutDown(request, _sockets.ReplyControl);
                break;
            case "kernel_info_request":
                _sockets.ReplyControl(request, "kernel_info_reply", Info());
                break;
            default:
                _report($"'{request.Type}' is unknown on the control channel.");
                break;
        }
        Status(request, "idle");
    }

    private void TellStart()
    {
        _sockets.Subscribed -= TellStart;
        Status(null, "starting");
    }

    private void ShutDown(KernelMessage request, Action<KernelMessage, string, JsonObject> reply)
    {
        var restart = request.Flag("restart", missing: false);
        var content = new JsonObject { ["status"] = "ok", ["restart"] = restart };
        _sockets.Publish(request.Header, "shutdown_reply", content.DeepClone().AsObject());
        reply(request, "shutdown_reply", content);
        _shutdown.TrySetResult(restart);
    }

    private void Reply(KernelMessage request, JsonObject content) =>
        _sockets.ReplyShell(request, request.Type.EndsWith("_request", StringComparison.Ordinal) ? request.Type[..^"_request".Length] + "_reply" : request.Type, content);

    private void Status(KernelMessage? request, string state) =>
        _sockets.Publish(request?.Header, "status", new JsonObject { ["execution_state"] = state });

    private static JsonObject WithStatus(JsonObject content, string status)
    {
        content["status"] = status;
        return content;
    }

    private static JsonObject Info() => new()
    {
        ["status"] = "ok",
        ["protocol_version"] = MessageCodec.ProtocolVersion,
        ["implementation"] = "optimnb",
        ["implementation_version"] = AboutMagic.Version,
        ["language_info"] = new JsonObject
        {
            ["name"] = "C#",
            ["version"] = CellSource.ParseOptions.LanguageVersion.ToDisplayString(),
            ["mimetype"] = "text/x-csharp",
            ["file_extension"] = ".cs",
            ["pygments_lexer"] = "csharp",
            ["codemirror_mode"] = "text/x-csharp",
        },
        ["banner"] = $"optimnb {AboutMagic.Version}: C# with the optimizers of OptimNotebookExt. #!lsmagic lists the magic commands.",
        ["help_links"] = new JsonArray(),
        ["debugger"] = false,
    };
}
