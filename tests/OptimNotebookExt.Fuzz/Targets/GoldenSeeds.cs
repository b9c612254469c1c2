using System.Reflection;

namespace OptimNotebookExt.Fuzz.Targets;

/// <summary>Golden files of every kind, cut to few numbers and one or two steps.</summary>
internal static class GoldenSeeds
{
    internal static IEnumerable<byte[]> All() => Assembly.GetExecutingAssembly().GetManifestResourceNames().Order(StringComparer.Ordinal).Select(name =>
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    });
}
