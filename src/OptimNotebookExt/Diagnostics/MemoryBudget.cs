namespace OptimNotebookExt.Diagnostics;

/// <summary>The accumulator elements one tensor may take.</summary>
internal sealed class MemoryBudget(long limit)
{
    private long used;

    internal long Limit { get; } = limit;

    internal bool TryTake(long elements)
    {
        if (elements > Limit - used)
            return false;
        used += elements;
        return true;
    }

    internal void Release(long elements) => used -= elements;
}
