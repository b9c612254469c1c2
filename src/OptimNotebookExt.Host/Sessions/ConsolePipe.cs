using System.Text;

namespace OptimNotebookExt.Host.Sessions;

/// <summary>Gathers what is written and hands it on when it is much, or after a moment.</summary>
internal sealed class ConsolePipe : TextWriter
{
    private const int MostCharacters = 32 << 10;
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(40);

    private readonly Action<string> _send;
    private readonly StringBuilder _text = new();
    private readonly Timer _timer;
    private bool _due;

    internal ConsolePipe(Action<string> send)
    {
        _send = send;
        _timer = new Timer(_ => Flush());
        NewLine = "\n";
    }

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write([value]);

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(string? value) => Write(value.AsSpan());

    public override void WriteLine(string? value)
    {
        lock (_text)
        {
            Write(value.AsSpan());
            Write(NewLine.AsSpan());
        }
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        lock (_text)
        {
            _text.Append(buffer);
            if (_text.Length >= MostCharacters)
                Flush();
            else if (!_due)
                _due = _timer.Change(s_moment, Timeout.InfiniteTimeSpan);
        }
    }

    public override void Flush()
    {
        // Sent inside the lock, so that two pieces cannot overtake each other.
        lock (_text)
        {
            _due = false;
            if (_text.Length == 0)
                return;
            var text = _text.ToString();
            _text.Clear();
            _send(text);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _timer.Dispose();
        base.Dispose(disposing);
    }
}
