using OptimNotebookExt.Commands;

namespace OptimNotebookExt.Host.Sessions;

/// <summary>Something that is on display and can be replaced where it stands.</summary>
public sealed class DisplayedValue : INotebookDisplay
{
    private readonly CSharpSession _session;

    internal DisplayedValue(CSharpSession session, string id)
    {
        _session = session;
        DisplayId = id;
    }

    /// <summary>The id under which frontends know it.</summary>
    public string DisplayId { get; }

    /// <summary>Shows another value in its place.</summary>
    /// <param name="value">The new value.</param>
    public void Update(object? value) => _session.Put(new DisplayUpdated(MimeBundles.Of(value), DisplayId));
}
