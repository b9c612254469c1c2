using System.Globalization;

namespace TransformerStep;

/// <summary>The largest resident memory of the process, as Linux counts it.</summary>
internal static class PeakMemory
{
    /// <summary>Begins to count anew, from the present size, which it returns in bytes.</summary>
    internal static double Reset()
    {
        File.WriteAllText("/proc/self/clear_refs", "5");
        return Read("VmRSS:");
    }

    /// <summary>The largest since.</summary>
    internal static double Bytes() => Read("VmHWM:");

    private static double Read(string name)
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return 1024 * double.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }
}
