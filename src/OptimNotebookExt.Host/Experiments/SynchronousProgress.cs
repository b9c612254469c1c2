namespace OptimNotebookExt.Host.Experiments;

/// <summary>Reports at once and on the same thread, unlike <see cref="Progress{T}"/>, so that lines keep their order.</summary>
internal sealed class SynchronousProgress<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
