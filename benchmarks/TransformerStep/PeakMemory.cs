using System.Globalization;

namespace TransformerStep;

/// <summary>The largest resident memory of the process so far, as Linux counts it.</summary>
internal static class PeakMemory
{
    internal static double Bytes() => Read("VmHWM:");

    private static double Read(string name)
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return 1024 * double.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
