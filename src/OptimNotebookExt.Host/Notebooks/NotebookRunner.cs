using System.Globalization;
using OptimNotebookExt.Host.Sessions;

namespace OptimNotebookExt.Host.Notebooks;

/// <summary>Runs the cells of a notebook in order and puts their outputs into it; the first that fails ends it.</summary>
internal static class NotebookRunner
{
    /// <summary>A cell with this tag may fail: the error belongs to what the notebook shows.</summary>
    internal const string MayFail = "raises-exception";

    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(1);

    /// <param name="notebook">The notebook; its outputs are replaced.</param>
    /// <param name="folder">Its folder, where its relative paths start.</param>
    /// <param name="cellLimit">The longest that a cell may run.</param>
    /// <param name="save">Told after every cell, and every second while one runs: such a cell has outputs and no number yet.</param>
    /// <param name="stop">Interrupts it.</param>
    internal static async Task<NotebookOutcome> RunAsync(
        NotebookDocument notebook, string folder, TimeSpan? cellLimit, Action save, CancellationToken stop)
    {
        foreach (var cell in notebook.Cells)
        {
            cell.Outputs = [];
            cell.ExecutionCount = null;
        }
        var recorder = new OutputRecorder();
        List<(NotebookCell Cell, OutputRecorder.CellRecorder Sink)> ran = [];
        CellError? error = null;
        using (var session = new CSharpSession(folder))
        {
            foreach (var cell in notebook.Cells.Where(c => c.Kind == CellKind.Code && !string.IsNullOrWhiteSpace(c.Source)))
            {
                var number = ran.Count + 1;
                var sink = recorder.Cell(number);
                ran.Add((cell, sink));
                var running = RunCell(session, cell, number, sink, cellLimit, stop);
                // What a cell shows survives when it ends the process.
                while (await Task.WhenAny(running, Task.Delay(s_between, CancellationToken.None)).ConfigureAwait(false) != running)
                {
                    Gather(ran);
                    save();
                }
                error = await running.ConfigureAwait(false);
                cell.ExecutionCount = number;
                // An update may have changed an output of an earlier cell.
                Gather(ran);
                save();
                if (error is not null)
                    break;
            }
        }
        // What was written in the background came in until the session was closed.
        Gather(ran);
        return new NotebookOutcome(ran.Count, error, error is null ? null : ran.Count);
    }

    private static async Task<CellError?> RunCell(
        CSharpSession session, NotebookCell cell, int number, OutputRecorder.CellRecorder sink, TimeSpan? limit, CancellationToken stop)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (limit is { } most)
            ends.CancelAfter(most);
        var result = await session.ExecuteAsync(cell.Source, number, sink, ends.Token).ConfigureAwait(false);
        if (result.WasInterrupted && limit is { } passed && !stop.IsCancellationRequested)
            return CellError.Of("Timeout", string.Create(CultureInfo.InvariantCulture, $"the cell ran longer than {passed.TotalSeconds:0.###} s."));
        return result.Succeeded || (cell.HasTag(MayFail) && !result.WasInterrupted) ? null : result.Error;
    }

    private static void Gather(List<(NotebookCell Cell, OutputRecorder.CellRecorder Sink)> ran)
    {
        foreach (var (cell, sink) in ran)
            cell.Outputs = sink.Take();
    }
}
