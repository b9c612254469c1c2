namespace OptimNotebookExt.Host.Sessions;

/// <summary>
/// Brings what follows an <c>await</c> in a cell back to the cell's thread while that waits for it, so that an interrupt
/// reaches it. A cell that blocks on a task instead is not waiting here: then continuations run on the pool, and nothing
/// deadlocks.
/// </summary>
internal sealed class CellPump : SynchronizationContext
{
    // A task may complete before the cell's thread has come back to wait for it.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(2);

    private readonly Queue<(SendOrPostCallback Callback, object? State)> _queue = [];
    private bool _waiting;

    public override SynchronizationContext CreateCopy() => this;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (TryEnqueue(d, state))
            return;
        ThreadPool.UnsafeQueueUserWorkItem(
            _ =>
            {
                var taken = SpinWait.SpinUntil(() => TryEnqueue(d, state), s_patience);
                if (!taken)
                    d(state);
            },
            null);
    }

    /// <summary>Starts the cell and runs its continuations until its task has ended.</summary>
    /// <exception cref="ThreadInterruptedException">It was asked to stop while it waited; the task is left alone.</exception>
    internal void Run(Func<Task> start, CancellationToken stop)
    {
        using var waker = new WaitInterrupter(stop);
        var previous = Current;
        SetSynchronizationContext(this);
        try
        {
            var task = start();
            task.ContinueWith(_ => Wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            while (Next(task, stop) is { } item)
                item.Callback(item.State);
        }
        finally
        {
            SetSynchronizationContext(previous);
        }
    }

    private (SendOrPostCallback Callback, object? State)? Next(Task task, CancellationToken stop)
    {
        lock (_queue)
        {
            try
            {
                _waiting = true;
                while (_queue.Count == 0)
                {
                    if (task.IsCompleted)
                        return null;
                    stop.ThrowIfCancellationRequested();
                    Monitor.Wait(_queue);
                }
                return _queue.Dequeue();
            }
            finally
            {
                _waiting = false;
            }
        }
    }

    private bool TryEnqueue(SendOrPostCallback callback, object? state)
    {
        lock (_queue)
        {
            if (!_waiting)
                return false;
            _queue.Enqueue((callback, state));
            Monitor.Pulse(_queue);
            return true;
        }
    }

    private void Wake()
    {
        lock (_queue)
            Monitor.Pulse(_queue);
    }
}
