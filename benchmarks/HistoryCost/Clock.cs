using System.Diagnostics;

namespace HistoryCost;

/// <summary>Wall and processor milliseconds per step; the second is worth more where the cores are shared.</summary>
internal sealed record Clock(double Wall, double Cpu)
{
    internal static Clock Of(int steps, Action work)
    {
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        work();
        var wall = watch.Elapsed;
        process.Refresh();
        return new Clock(wall.TotalMilliseconds / steps, (process.TotalProcessorTime - cpu).TotalMilliseconds / steps);
    }

    internal static Clock Median(IReadOnlyCollection<Clock> clocks) => new(Median(clocks.Select(c => c.Wall)), Median(clocks.Select(c => c.Cpu)));

    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
