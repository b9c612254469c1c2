using System.Diagnostics;

namespace ViewCost;

/// <summary>One thing to draw, timed from the tensors or the optimizer to the HTML.</summary>
internal sealed record Case(string What, Func<string> Draw, double? MsBudget, long? BytesBudget)
{
    internal CostRow Measure(int rounds)
    {
        // The first two prepare code and memory.
        var bytes = Math.Max(Draw().Length, Draw().Length);
        double[] times = [.. Enumerable.Range(0, rounds).Select(_ => Once()).Order()];
        return new CostRow(What, times[rounds / 2], times[0], times[^1], MsBudget, bytes, BytesBudget);
    }

    internal double Once()
    {
        var watch = Stopwatch.StartNew();
        Draw();
        return watch.Elapsed.TotalMilliseconds;
    }
}
