using System.Collections.Concurrent;

namespace OptimNotebookExt.Host.Sessions;

/// <summary>
/// The one thread on which all cells of a session start: thread-bound state, as the dispose scopes of TorchSharp, is then
/// the same in every cell. After an interrupt another thread takes over, as one thread can be interrupted only once.
/// </summary>
internal sealed class CellThread : IDisposable
{
    // Deep recursion in a cell should throw InsufficientExecutionStackException where code checks, not end the process early.
    private const int StackBytes = 16 << 20;

    private readonly BlockingCollection<(Action Action, CancellationToken Stop)> _work = [];

    internal CellThread() => Start();

    /// <summary>Runs an action on the thread.</summary>
    /// <param name="action">The action.</param>
    /// <param name="stop">Whether it was interrupted in the end.</param>
    internal Task<T> Run<T>(Func<T> action, CancellationToken stop)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add((Act, stop), CancellationToken.None);
        return done.Task;

        void Act()
        {
            try
            {
                done.SetResult(action());
            }
#pragma warning disable CA1031 // handed to whoever awaits
            catch (Exception e)
#pragma warning restore CA1031
            {
                done.SetException(e);
            }
        }
    }

    public void Dispose() => _work.CompleteAdding();

    private void Start() => new Thread(Work, StackBytes) { IsBackground = true, Name = "cells" }.Start();

    private void Work()
    {
        foreach (var (action, stop) in _work.GetConsumingEnumerable())
        {
            action();
            if (!stop.IsCancellationRequested)
                continue;
            Start();
            return;
        }
    }
}
