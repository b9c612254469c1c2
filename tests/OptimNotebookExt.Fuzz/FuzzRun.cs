using System.Collections.Concurrent;
using System.Diagnostics;

namespace OptimNotebookExt.Fuzz;

/// <summary>Makes and reads the cases of a target, from a number on, on some threads.</summary>
internal sealed class FuzzRun(string target, uint seed, int threads)
{
    private const int Block = 1000;

    /// <summary>What a case may allocate: far more than any of these inputs needs.</summary>
    private const double MostMb = 64;

    private readonly ConcurrentDictionary<string, FuzzFinding> _findings = new(StringComparer.Ordinal);
    private long _next;
    private long _taken;
    private long _refused;
    private long _found;
    private double _largest;

    /// <summary>One case for every way in which something went wrong.</summary>
    internal IReadOnlyCollection<FuzzFinding> Findings => [.. _findings.Values];

    /// <summary>Told of a case that does not end; it should end the process.</summary>
    internal Action<FuzzFinding> Hangs { get; init; } = finding => Environment.FailFast($"{finding.What}: {Convert.ToBase64String(finding.Input)}");

    /// <summary>Where the numbers of the cases that run now are kept; null for nowhere.</summary>
    internal string? Current { get; init; }

    /// <summary>Runs cases of the numbers from one to below another, in whole blocks.</summary>
    /// <param name="from">The first number.</param>
    /// <param name="to">The number after the last.</param>
    /// <param name="stop">Asked before each block.</param>
    internal FuzzReport Cases(long from, long to, CancellationToken stop = default)
    {
        _next = from;
        var start = Stopwatch.GetTimestamp();
        using var watch = new FuzzWatch(threads, (number, input) => Hangs(new(number, input, $"case {number} of {target}, seed {seed}, does not end")), Current);
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread => Work(thread, to, watch, stop));
        var reached = Math.Min(_next, to);
        return new FuzzReport(target, seed, reached - from, _taken, _refused, _found, Stopwatch.GetElapsedTime(start).TotalSeconds, _largest);
    }

    private void Work(int thread, long to, FuzzWatch watch, CancellationToken stop)
    {
        var reader = FuzzTargets.Create(target);
        var (taken, refused, largest) = (0L, 0L, 0L);
        while (!stop.IsCancellationRequested)
        {
            var first = Interlocked.Add(ref _next, Block) - Block;
            for (var number = first; number < Math.Min(first + Block, to); number++)
            {
                var input = reader.Make(new FuzzRandom(seed, number));
                watch.Begin(thread, number, input);
                var before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    if (reader.Read(input))
                        taken++;
                    else
                        refused++;
                    if (GC.GetAllocatedBytesForCurrentThread() - before > MostMb * (1 << 20))
                        throw new FuzzFindingException($"more than {MostMb} MB allocated");
                }
#pragma warning disable CA1031 // every other exception is what is looked for
                catch (Exception e)
#pragma warning restore CA1031
                {
                    Interlocked.Increment(ref _found);
                    _findings.TryAdd(Kind(e), new FuzzFinding(number, input, e.ToString()));
                }
                watch.End(thread);
                largest = Math.Max(largest, GC.GetAllocatedBytesForCurrentThread() - before);
            }
            if (first + Block >= to)
                break;
        }
        lock (_findings)
        {
            _taken += taken;
            _refused += refused;
            _largest = Math.Max(_largest, largest / (double)(1 << 20));
        }
    }

    /// <summary>The exception and the place in this project where it came from.</summary>
    private static string Kind(Exception e) =>
        $"{e.GetType()} {(e is FuzzFindingException ? e.Message : "")} {new StackTrace(e).GetFrames().FirstOrDefault(f => f.GetMethod()?.DeclaringType?.Namespace?.StartsWith(nameof(OptimNotebookExt), StringComparison.Ordinal) == true)?.GetMethod()}";
}
