using System.Globalization;
using OptimNotebookExt.Experiments.Sweeps;
using OptimNotebookExt.Host.Terminals;
using Spectre.Console;

namespace OptimNotebookExt.Host.Sweeps;

/// <summary>What a reader sees while a sweep runs: a table on a terminal; a line for every finished run where the output is none.</summary>
internal sealed class SweepDisplay(SweepState state, TextWriter output, TextWriter error)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(0.5);
    private readonly HashSet<string> _under = [];
    private readonly Lock _lock = new();

    private readonly IAnsiConsole? _console = Terminal.Of(error);

    /// <summary>Shows how it goes until it is over.</summary>
    internal async Task<bool> Show(Func<Task<bool>> work)
    {
        if (_console is null)
            return await work().ConfigureAwait(false);
        return await _console.Live(Table()).StartAsync(async context =>
        {
            var working = work();
            while (!working.IsCompleted)
            {
                await Task.WhenAny(working, Task.Delay(s_pause)).ConfigureAwait(false);
                context.UpdateTarget(Table());
            }
            return await working.ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    /// <summary>The run of a key.</summary>
    internal SweepRun? Run(string key)
    {
        lock (_lock)
            return state.Known.FirstOrDefault(r => r.Key == key);
    }

    /// <summary>Takes what a worker says.</summary>
    internal void Tell(string sign, string key)
    {
        lock (_lock)
        {
            if (sign == SweepWorker.Begun)
            {
                _under.Add(key);
                return;
            }
            _under.Remove(key);
            if ((_console is not null && Terminal.Shows(output)) || state.Known.FirstOrDefault(r => r.Key == key) is not { } run)
                return;
            var done = state.Known.Count(state.IsSettled);
            output.WriteLine(Invariant($"[{done}/{SweepCounts.Expected(state.Sweep)}] {run}: {Outcome(run)}"));
        }
    }

    private string Outcome(SweepRun run)
    {
        if (state.Value(run) is not { } value)
            return $"failed: {state.Folder.Failure(run)}";
        var seconds = state.Folder.Timing(run) is { } timing ? Invariant($", {timing.WallSeconds:F1} s") : string.Empty;
        return double.IsNaN(value) ? $"diverged{seconds}" : Invariant($"{value:G5}{seconds}");
    }

    private Table Table()
    {
        lock (_lock)
        {
            var table = new Table().Border(TableBorder.Rounded);
            foreach (var column in (string[])["optimizer", "tuned", "best setting", "runs", "median", "failed", "under way"])
                table.AddColumn(column);
            foreach (var counts in SweepCounts.Of(state))
            {
                var under = string.Join(", ", state.Known.Where(r => r.Optimizer == counts.Optimizer && _under.Contains(r.Key)).Select(r => r.ToString()[(counts.Optimizer.Length + 1)..]));
                table.AddRow([.. counts.Cells.Append(under).Select(c => c.EscapeMarkup())]);
            }
            return table;
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
