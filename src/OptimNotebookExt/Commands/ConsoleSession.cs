namespace OptimNotebookExt.Commands;

/// <summary>No notebook: what is shown is written, and there are no variables.</summary>
internal sealed class ConsoleSession : INotebookSession
{
    public IReadOnlyCollection<string> VariableNames => [];

    public CancellationToken Cancellation => CancellationToken.None;

    public bool TryGetVariable(string name, out object? value)
    {
        value = null;
        return false;
    }

    public Task SetVariableAsync(string name, object value, Type? type = null) =>
        throw new CommandException($"The variable '{name}' cannot be set outside a notebook: call the method of Optim and keep what it returns.");

    public INotebookDisplay Display(object value)
    {
        Console.WriteLine(value);
        return new Line();
    }

    private sealed class Line : INotebookDisplay
    {
        public void Update(object value) => Console.WriteLine(value);
    }
}
