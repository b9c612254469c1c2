using OptimNotebookExt.Commands;

namespace OptimNotebookExt.Fuzz.Targets;

/// <summary>A session with variables that no command can use.</summary>
internal sealed class PlainSession : INotebookSession
{
    internal static string[] Names { get; } = ["opt", "history", "x", "a variable", "<b>"];

    public IReadOnlyCollection<string> VariableNames => Names;

    public CancellationToken Cancellation => CancellationToken.None;

    public bool TryGetVariable(string name, out object? value)
    {
        value = Names.Contains(name) ? name : null;
        return value is not null;
    }

    public Task SetVariableAsync(string name, object value, Type? type = null) => throw new NotSupportedException("nothing is run here.");

    public INotebookDisplay Display(object value) => throw new NotSupportedException("nothing is run here.");
}
