using System.Text;

namespace OptimNotebookExt.Host.Sessions;

/// <summary>
/// The console belongs to the process: while a session is in use, what cells write goes to the sink of the cell that ran
/// last, in pieces, so that ten thousand small writes do not become ten thousand messages.
/// </summary>
internal sealed class SessionConsole : IDisposable
{
    private readonly TextWriter _out = Console.Out;
    private readonly TextWriter _error = Console.Error;
    private readonly TextReader _in = Console.In;
    private readonly ConsolePipe _outPipe;
    private readonly ConsolePipe _errorPipe;

    internal SessionConsole(CSharpSession session)
    {
        _outPipe = new ConsolePipe(text => session.Send(new StreamText(false, text)));
        _errorPipe = new ConsolePipe(text => session.Send(new StreamText(true, text)));
        Console.SetOut(_outPipe);
        Console.SetError(_errorPipe);
        Console.SetIn(new AskingReader(session));
    }

    /// <summary>Hands on what has been written, so that it keeps its place among the outputs.</summary>
    internal void Flush()
    {
        _outPipe.Flush();
        _errorPipe.Flush();
    }

    public void Dispose()
    {
        Flush();
        Console.SetOut(_out);
        Console.SetError(_error);
        Console.SetIn(_in);
        _outPipe.Dispose();
        _errorPipe.Dispose();
    }

    /// <summary>Asks the user of the notebook.</summary>
    private sealed class AskingReader(CSharpSession session) : TextReader
    {
        private string _rest = "";

        public override string? ReadLine()
        {
            if (_rest.Length > 0)
            {
                var line = _rest.TrimEnd('\n');
                _rest = "";
                return line;
            }
            return session.Ask("", password: false);
        }

        public override int Read()
        {
            var next = Peek();
            if (next >= 0)
                _rest = _rest[1..];
            return next;
        }

        public override int Peek()
        {
            if (_rest.Length == 0 && session.Ask("", password: false) is { } line)
                _rest = line + "\n";
            return _rest.Length == 0 ? -1 : _rest[0];
        }

        public override string ReadToEnd()
        {
            var text = new StringBuilder();
            while (ReadLine() is { Length: > 0 } line)
                text.AppendLine(line);
            return text.ToString();
        }
    }
}
