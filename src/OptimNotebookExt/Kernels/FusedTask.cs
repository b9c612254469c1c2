namespace OptimNotebookExt.Kernels;

/// <summary>What a task of a sweep does.</summary>
internal enum FusedTaskKind
{
    /// <summary>Some small updates from beginning to end.</summary>
    Whole,

    /// <summary>The reduction of one chunk.</summary>
    Reduce,

    /// <summary>The new values of one chunk.</summary>
    Apply,
}

/// <summary>A piece of a sweep that one thread does.</summary>
/// <param name="Kind">What is to be done.</param>
/// <param name="Update">Index of the update, or of the first of several.</param>
/// <param name="End">For several: the index after the last.</param>
/// <param name="Chunk">For one: the chunk.</param>
internal readonly record struct FusedTask(FusedTaskKind Kind, int Update, int End, int Chunk)
{
    /// <summary>
    /// The tasks in the order in which they are to be begun. Large updates come first, so that the small ones even out the
    /// ends. The next large update is reduced before the present one is applied: no thread then waits for the last
    /// reduction, and what was read is still in the cache when it is written.
    /// </summary>
    internal static IEnumerable<FusedTask> List(IReadOnlyList<FusedUpdate> updates, long batch)
    {
        var large = Enumerable.Range(0, updates.Count).Where(i => updates[i].Chunks > 1).ToArray();
        for (var k = 0; k <= large.Length; k++)
        {
            if (k < large.Length)
            {
                for (var chunk = 0; chunk < updates[large[k]].Chunks; chunk++)
                    yield return new FusedTask(FusedTaskKind.Reduce, large[k], large[k] + 1, chunk);
            }
            if (k > 0)
            {
                for (var chunk = 0; chunk < updates[large[k - 1]].Chunks; chunk++)
                    yield return new FusedTask(FusedTaskKind.Apply, large[k - 1], large[k - 1] + 1, chunk);
            }
        }

        var (begin, size) = (0, 0L);
        for (var i = 0; i <= updates.Count; i++)
        {
            if (i == updates.Count || updates[i].Chunks > 1 || size >= batch)
            {
                if (begin < i)
                    yield return new FusedTask(FusedTaskKind.Whole, begin, i, 0);
                (begin, size) = (i, 0);
            }
            if (i < updates.Count && updates[i].Chunks > 1)
                begin = i + 1;
            else if (i < updates.Count)
                size += updates[i].Length;
        }
    }
}
