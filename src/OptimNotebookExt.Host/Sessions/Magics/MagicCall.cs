namespace OptimNotebookExt.Host.Sessions.Magics;

/// <summary>The cell that a magic stands in.</summary>
internal sealed class MagicCall(CSharpSession session, CellSource source, CancellationToken stop)
{
    private readonly List<Action> _atEnd = [];

    internal CSharpSession Session { get; } = session;

    internal CellSource Source { get; } = source;

    internal CancellationToken Stop { get; } = stop;

    /// <summary>Does something when the cell has run through.</summary>
    internal void AtEnd(Action action) => _atEnd.Add(action);

    internal void End() => _atEnd.ForEach(a => a());
}
