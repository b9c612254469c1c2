using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace OptimNotebookExt.Host.Sessions;

/// <summary>
/// The one thread on which all cells of a session start: thread-bound state, as the dispose scopes of TorchSharp, is then
/// the same in every cell. After an interrupt another thread takes over, as a thread can be aborted only once.
/// </summary>
internal sealed partial class CellThread : IDisposable
{
    // Deep recursion in a cell should throw InsufficientExecutionStackException where code checks, not end the process early.
    private const int StackBytes = 16 << 20;

    private readonly BlockingCollection<(Action Action, CancellationToken Stop)> _work = [];

    internal CellThread() => Start();

    /// <summary>Runs an action on the thread.</summary>
    /// <param name="action">The action.</param>
    /// <param name="stop">Whether it was aborted in the end.</param>
    internal Task<T> Run<T>(Func<T> action, CancellationToken stop)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add((Act, stop), CancellationToken.None);
        return done.Task;

        void Act()
        {
            try
            {
                var result = action();
                if (stop.IsCancellationRequested)
                    UnblockSignals();
                done.SetResult(result);
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
            UnblockSignals();
            Start();
            return;
        }
    }

    /// <summary>
    /// On Unix a signal tells a thread to abort. The exception leaves the signal's handler on its way, and the signal stays blocked
    /// on this thread and on all that it starts: no later abort would arrive there.
    /// </summary>
    private static void UnblockSignals()
    {
        if (!OperatingSystem.IsWindows())
            SetSignalMask(OperatingSystem.IsMacOS() ? 3 : 2, new byte[128], 0);
    }

    // "How" is SIG_SETMASK; the set is empty, and larger than any system's.
    [LibraryImport("libc", EntryPoint = "pthread_sigmask")]
    private static partial int SetSignalMask(int how, byte[] set, nint previous);
}
