namespace OptimNotebookExt.Kernels;

/// <summary>
/// Carries out many updates as one list of tasks, which the calling thread and helpers of the thread pool take one after
/// another. The caller takes tasks too, so a busy pool makes the sweep slower, but never stops it; and once the list is
/// made nothing is allocated.
/// </summary>
internal sealed class FusedSweep : IThreadPoolWorkItem
{
    /// <summary>Elements below which waking a thread costs more than its help (some 30 µs of work in all).</summary>
    private const long SmallestShared = 1 << 17;

    /// <summary>Small tensors are taken together, about this many elements at a time.</summary>
    private const long Batch = 1 << 15;

    private readonly List<FusedUpdate> updates = [];
    private readonly List<FusedUpdate> planned = [];
    private FusedTask[] tasks = [];
    private int[] unreduced = [];
    private long elements;

    // Tasks are numbered backwards: the number left tells by itself which one is next, so that a helper that comes late,
    // between two sweeps or into the next one, finds either nothing or a task that is really there.
    private int left;
    private int unfinished;
    private int queuedHelpers;

    /// <summary>Takes an update into the next sweep.</summary>
    internal void Add(FusedUpdate update) => updates.Add(update);

    /// <summary>Forgets what was added.</summary>
    internal void Clear() => updates.Clear();

    /// <summary>
    /// Carries out what was added, on at most so many threads, and forgets it. An update that fails is not applied and holds
    /// its failure; the others are carried out.
    /// </summary>
    internal void Run(int threads)
    {
        if (!IsPlanned())
            Plan();
        updates.Clear();
        for (var i = 0; i < planned.Count; i++)
        {
            planned[i].Begin();
            unreduced[i] = planned[i].Chunks;
        }
        unfinished = tasks.Length;
        Interlocked.Exchange(ref left, tasks.Length);

        if (elements >= SmallestShared)
        {
            for (var wanted = Math.Min(threads, tasks.Length) - 1 - Volatile.Read(ref queuedHelpers); wanted > 0; wanted--)
            {
                Interlocked.Increment(ref queuedHelpers);
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }
        }
        TakeTasks();

        for (var wait = new SpinWait(); Volatile.Read(ref unfinished) > 0;)
            wait.SpinOnce(sleep1Threshold: -1);
    }

    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Decrement(ref queuedHelpers);
        TakeTasks();
    }

    private void TakeTasks()
    {
        for (int i; (i = Interlocked.Decrement(ref left)) >= 0;)
        {
            Run(tasks[i]);
            Interlocked.Decrement(ref unfinished);
        }
    }

    private void Run(FusedTask task)
    {
        switch (task.Kind)
        {
            case FusedTaskKind.Whole:
                for (var i = task.Update; i < task.End; i++)
                {
                    Reduce(planned[i], 0);
                    Decide(planned[i]);
                    Apply(planned[i], 0);
                }
                break;
            case FusedTaskKind.Reduce:
                Reduce(planned[task.Update], task.Chunk);
                // The update's constants are made by whoever reduces last, always from the chunks in order.
                if (Interlocked.Decrement(ref unreduced[task.Update]) == 0)
                {
                    Decide(planned[task.Update]);
                    Volatile.Write(ref unreduced[task.Update], -1);
                }
                break;
            case FusedTaskKind.Apply:
                // All of its reductions were taken before, each by a thread that is at it now.
                for (var wait = new SpinWait(); Volatile.Read(ref unreduced[task.Update]) >= 0;)
                    wait.SpinOnce(sleep1Threshold: -1);
                Apply(planned[task.Update], task.Chunk);
                break;
        }
    }

    private static void Reduce(FusedUpdate update, int chunk)
    {
        try
        {
            update.Reduce(chunk);
        }
        catch (Exception e)
        {
            update.Fail(e, whileWriting: false);
        }
    }

    private static void Decide(FusedUpdate update)
    {
        try
        {
            update.Decide();
        }
        catch (Exception e)
        {
            update.Fail(e, whileWriting: false);
        }
    }

    private static void Apply(FusedUpdate update, int chunk)
    {
        if (update.IsRejected || update.Failure is not null)
            return;
        try
        {
            update.Apply(chunk);
        }
        catch (Exception e)
        {
            update.Fail(e, whileWriting: true);
        }
    }

    private bool IsPlanned()
    {
        if (updates.Count != planned.Count)
            return false;
        for (var i = 0; i < updates.Count; i++)
        {
            if (!ReferenceEquals(updates[i], planned[i]))
                return false;
        }
        return true;
    }

    private void Plan()
    {
        planned.Clear();
        planned.AddRange(updates);
        unreduced = new int[planned.Count];
        elements = planned.Sum(u => u.Length);
        tasks = [.. FusedTask.List(planned, Batch).Reverse()];
    }
}
