using System.Text.Json.Nodes;
using OptimNotebookExt.Host.Kernels.Wire;
using OptimNotebookExt.Host.Sessions;

namespace OptimNotebookExt.Host.Kernels;

/// <summary>Answers <c>execute_request</c>.</summary>
internal sealed class ExecuteRequests(KernelSockets sockets, InputChannel input, History history, Func<CSharpSession> session)
{
    private CancellationTokenSource? _running;

    /// <summary>Interrupts the cell that runs, if one does.</summary>
    internal void Interrupt()
    {
        try
        {
            // Not on this thread, which serves the clients: a call into native code returns first.
            _ = Volatile.Read(ref _running)?.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended.
        }
    }

    /// <summary>Runs a cell and replies; whether those that wait behind it are to be left out.</summary>
    internal async Task<bool> HandleAsync(KernelMessage request)
    {
        var code = request["code"] ?? "";
        var silent = request.Flag("silent", missing: false);
        var stored = request.Flag("store_history", missing: !silent) && !silent;
        var number = stored ? history.Add(code) : history.Count;
        if (!silent)
            sockets.Publish(request.Header, "execute_input", new JsonObject { ["code"] = code, ["execution_count"] = number });
        using var stop = new CancellationTokenSource();
        input.Stop = stop.Token;
        Volatile.Write(ref _running, stop);
        try
        {
            ICellSink sink = silent ? new ValueSink() : new ClientSink(sockets, input, request, number);
            var result = await session().ExecuteAsync(code, number, sink, stop.Token).ConfigureAwait(false);
            var reply = result.Error is null ? new JsonObject { ["payload"] = new JsonArray() } : WireBundle.Of(result.Error);
            reply["status"] = result.Succeeded ? "ok" : "error";
            reply["execution_count"] = number;
            if (result.Succeeded)
                reply["user_expressions"] = await Evaluate(request.Content["user_expressions"] as JsonObject, number, stop.Token).ConfigureAwait(false);
            sockets.ReplyShell(request, "execute_reply", reply);
            return !result.Succeeded && request.Flag("stop_on_error", missing: true);
        }
        finally
        {
            Volatile.Write(ref _running, null);
        }
    }

    /// <summary>Says that a cell is left out as one before it failed.</summary>
    internal void Abort(KernelMessage request) =>
        sockets.ReplyShell(request, "execute_reply", new JsonObject { ["status"] = "aborted", ["execution_count"] = history.Count });

    private async Task<JsonObject> Evaluate(JsonObject? expressions, int number, CancellationToken stop)
    {
        var values = new JsonObject();
        foreach (var (name, expression) in expressions ?? [])
        {
            var sink = new ValueSink();
            var code = expression is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
            var result = await session().ExecuteAsync(code, number, sink, stop).ConfigureAwait(false);
            var content = result.Error is null ? new JsonObject { ["data"] = WireBundle.Of(sink.Value ?? MimeBundle.Text("")), ["metadata"] = new JsonObject() } : WireBundle.Of(result.Error);
            content["status"] = result.Succeeded ? "ok" : "error";
            values[name] = content;
        }
        return values;
    }

    /// <summary>Keeps the value of an expression and shows nothing.</summary>
    private sealed class ValueSink : ICellSink
    {
        internal MimeBundle? Value { get; private set; }

        public void Put(CellOutput output) => Value = (output as CellValue)?.Bundle ?? Value;

        public string? ReadLine(string prompt, bool password) => throw new InvalidOperationException("a silent cell cannot ask for input.");
    }
}
