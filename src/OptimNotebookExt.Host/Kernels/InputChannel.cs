using System.Threading.Channels;
using OptimNotebookExt.Host.Kernels.Wire;

namespace OptimNotebookExt.Host.Kernels;

/// <summary>Asks the user of the client that a cell came from.</summary>
internal sealed class InputChannel
{
    private readonly KernelSockets _sockets;
    private readonly Channel<string> _answers = Channel.CreateUnbounded<string>();

    internal InputChannel(KernelSockets sockets)
    {
        _sockets = sockets;
        sockets.Input += message =>
        {
            if (message.Type == "input_reply")
                _answers.Writer.TryWrite(message["value"] ?? "");
        };
    }

    /// <summary>Cancelled when the cell that asks is interrupted.</summary>
    internal CancellationToken Stop { get; set; }

    /// <summary>Waits for a line.</summary>
    /// <exception cref="InvalidOperationException">The client has said that it does not answer.</exception>
    internal string? ReadLine(KernelMessage request, string prompt, bool password)
    {
        if (!request.Flag("allow_stdin", missing: false))
            throw new InvalidOperationException("the cell asks for input, and this frontend does not answer.");
        // An answer to an earlier question that was interrupted is none to this one.
        while (_answers.Reader.TryRead(out _))
        {
        }
        _sockets.Ask(request, "input_request", new() { ["prompt"] = prompt, ["password"] = password });
        return _answers.Reader.ReadAsync(Stop).AsTask().GetAwaiter().GetResult();
    }
}
