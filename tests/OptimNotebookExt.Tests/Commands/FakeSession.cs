using OptimNotebookExt.Commands;

namespace OptimNotebookExt.Tests.Commands;

/// <summary>A session with the variables it is given, which keeps all that is shown.</summary>
internal sealed class FakeSession : INotebookSession, IDisposable
{
    private readonly object gate = new();
    private readonly CancellationTokenSource stop = new();
    private readonly List<FakeDisplay> displays = [];

    internal Dictionary<string, object?> Variables { get; } = [];

    internal IReadOnlyList<FakeDisplay> Displays
    {
        get
        {
            lock (gate)
                return [.. displays];
        }
    }

    /// <summary>Called with whatever is shown or updated.</summary>
    internal Action<object> Shown { get; set; } = _ => { };

    /// <summary>What is shown in the only display at last.</summary>
    internal object Only => Assert.Single(Displays).Values[^1];

    public IReadOnlyCollection<string> VariableNames => Variables.Keys;

    public CancellationToken Cancellation => stop.Token;

    internal void Stop() => stop.Cancel();

    public void Dispose() => stop.Dispose();

    public bool TryGetVariable(string name, out object? value) => Variables.TryGetValue(name, out value);

    public Task SetVariableAsync(string name, object value, Type? type = null)
    {
        Variables[name] = value;
        return Task.CompletedTask;
    }

    public INotebookDisplay Display(object value)
    {
        var display = new FakeDisplay(this);
        lock (gate)
            displays.Add(display);
        display.Update(value);
        return display;
    }

    internal sealed class FakeDisplay(FakeSession session) : INotebookDisplay
    {
        internal List<object> Values { get; } = [];

        public void Update(object value)
        {
            lock (session.gate)
                Values.Add(value);
            session.Shown(value);
        }
    }
}
