namespace OptimNotebookExt.Host.Sessions;

/// <summary>
/// Wakes the thread that made it from a sleep or a wait when it is to stop, which an abort does not; a thread that does not wait
/// is left to the abort.
/// </summary>
internal sealed class WaitInterrupter : IDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private readonly Thread _thread = Thread.CurrentThread;
    private readonly CancellationTokenRegistration _registration;
    private readonly Lock _gate = new();
    private Timer? _timer;
    private bool _done;
    private bool _interrupted;

    internal WaitInterrupter(CancellationToken stop) =>
        // Code that catches the interruption and waits again is woken again.
        _registration = stop.Register(() => _timer = new Timer(_ => Wake(), null, TimeSpan.Zero, s_pause));

    public void Dispose()
    {
        _registration.Dispose();
        lock (_gate)
            _done = true;
        _timer?.Dispose();
        if (!_interrupted)
            return;
        try
        {
            // One that came too late would end the next wait of this thread.
            Thread.Sleep(1);
        }
        catch (ThreadInterruptedException)
        {
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            if (_done || !_thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin))
                return;
            _interrupted = true;
            _thread.Interrupt();
        }
    }
}
