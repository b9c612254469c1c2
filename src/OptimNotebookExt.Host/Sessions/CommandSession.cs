using OptimNotebookExt.Commands;

namespace OptimNotebookExt.Host.Sessions;

/// <summary>A session as the commands of the package see it.</summary>
internal sealed class CommandSession(CSharpSession session) : INotebookSession
{
    public IReadOnlyCollection<string> VariableNames => session.Chain.Names;

    public CancellationToken Cancellation => session.Stop;

    public bool TryGetVariable(string name, out object? value)
    {
        var field = session.Chain.Find(name);
        value = field is null ? null : session.Chain.Read(field);
        return field is not null;
    }

    public Task SetVariableAsync(string name, object value, Type? type = null)
    {
        session.Declare(name, type ?? value.GetType(), value);
        return Task.CompletedTask;
    }

    public INotebookDisplay Display(object value) => session.Display(value, null);
}
