using System.Diagnostics;
using System.IO.MemoryMappedFiles;

namespace OptimNotebookExt.Fuzz;

/// <summary>Looks after the cases of all threads: one that takes too long is a hang, after which nothing else can be said.</summary>
internal sealed class FuzzWatch : IDisposable
{
    /// <summary>A case takes microseconds; this is for machines that do much else.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly Slot[] _slots;
    private readonly Timer _timer;
    private readonly Action<long, byte[]> _hangs;
    private readonly MemoryMappedViewAccessor? _current;

    /// <param name="threads">How many.</param>
    /// <param name="hangs">Told of a case that does not end.</param>
    /// <param name="current">A file of the numbers of the cases that run now, of use after a crash of the process; null for none.</param>
    internal FuzzWatch(int threads, Action<long, byte[]> hangs, string? current)
    {
        if (current is not null)
        {
            using var file = MemoryMappedFile.CreateFromFile(current, FileMode.Create, null, threads * sizeof(long));
            _current = file.CreateViewAccessor();
        }
        _slots = [.. Enumerable.Range(0, threads).Select(_ => new Slot())];
        _hangs = hangs;
        _timer = new Timer(_ => Look(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    internal void Begin(int thread, long number, byte[] input)
    {
        var slot = _slots[thread];
        (slot.Number, slot.Input) = (number, input);
        _current?.Write(thread * sizeof(long), number);
        Volatile.Write(ref slot.Start, Stopwatch.GetTimestamp());
    }

    internal void End(int thread) => Volatile.Write(ref _slots[thread].Start, 0);

    public void Dispose()
    {
        _timer.Dispose();
        _current?.Dispose();
    }

    private void Look()
    {
        foreach (var slot in _slots)
        {
            if (Volatile.Read(ref slot.Start) is not 0 and var start && Stopwatch.GetElapsedTime(start) > s_limit)
                _hangs(slot.Number, slot.Input);
        }
    }

    private sealed class Slot
    {
        internal long Start;
        internal long Number;
        internal byte[] Input = [];
    }
}
