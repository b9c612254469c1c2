using System.Collections.Concurrent;
using OptimNotebookExt.Host.Sessions;
using OptimNotebookExt.Host.Tests.Reports;

namespace OptimNotebookExt.Host.Tests.Sessions;

/// <summary>A session whose outputs a test reads.</summary>
internal sealed class SessionUnderTest : ICellSink, IDisposable
{
    private int _cells;

    internal SessionUnderTest()
    {
        Folder = new ScratchFolder();
        Session = new CSharpSession(Folder.Root);
    }

    internal ScratchFolder Folder { get; }

    internal CSharpSession Session { get; }

    internal ConcurrentQueue<CellOutput> Outputs { get; } = new();

    internal Queue<string> Answers { get; } = new();

    internal List<string> Questions { get; } = [];

    /// <summary>What stood on standard output.</summary>
    internal string Text => string.Concat(Outputs.OfType<StreamText>().Where(t => !t.IsError).Select(t => t.Text));

    /// <summary>Runs a cell; its outputs take the place of those before.</summary>
    internal async Task<CellResult> Run(string code, CancellationToken stop = default)
    {
        Outputs.Clear();
        return await Session.ExecuteAsync(code, ++_cells, this, stop);
    }

    /// <summary>Runs a cell that must succeed; the plain text of its value.</summary>
    internal async Task<string?> Value(string code)
    {
        var result = await Run(code);
        Assert.True(result.Succeeded, result.Error is { } error ? string.Join('\n', error.Traceback) : null);
        return Outputs.OfType<CellValue>().SingleOrDefault()?.Bundle[MimeBundle.Plain];
    }

    /// <summary>Runs a cell that must fail.</summary>
    internal async Task<CellError> Error(string code)
    {
        var result = await Run(code);
        Assert.NotNull(result.Error);
        Assert.Same(result.Error, Outputs.OfType<CellFailed>().Single().Error);
        return result.Error;
    }

    /// <summary>Runs a cell and interrupts it once it has written something.</summary>
    internal async Task<CellResult> Interrupt(string code)
    {
        using var stop = new CancellationTokenSource();
        var running = Run(code, stop.Token);
        while (Text.Length == 0 && !running.IsCompleted)
            await Task.Delay(5);
        await stop.CancelAsync();
        Assert.Same(running, await Task.WhenAny(running, Task.Delay(TimeSpan.FromSeconds(60))));
        return await running;
    }

    public void Put(CellOutput output) => Outputs.Enqueue(output);

    public string? ReadLine(string prompt, bool password)
    {
        Questions.Add(prompt);
        return Answers.TryDequeue(out var answer) ? answer : null;
    }

    public void Dispose()
    {
        Session.Dispose();
        Folder.Dispose();
    }
}
