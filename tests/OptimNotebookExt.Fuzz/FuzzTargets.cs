using OptimNotebookExt.Fuzz.Targets;

namespace OptimNotebookExt.Fuzz;

/// <summary>Every target, by its name.</summary>
internal static class FuzzTargets
{
    private static readonly Dictionary<string, Func<FuzzTarget>> s_all = new(StringComparer.Ordinal)
    {
        ["safetensors"] = () => new SafeTensorsTarget(),
        ["golden"] = () => new GoldenTarget(),
        ["ipynb"] = () => new IpynbTarget(),
        ["dib"] = () => new DibTarget(),
        ["messages"] = () => new MessageTarget(),
        ["magics"] = () => new MagicTarget(),
        ["parameters"] = () => new ParameterTarget(),
    };

    internal static IReadOnlyCollection<string> Names => s_all.Keys;

    /// <summary>A target for one thread.</summary>
    internal static FuzzTarget Create(string name) => s_all.TryGetValue(name, out var create)
        ? create()
        : throw new ArgumentException($"there is no target '{name}'; there are {string.Join(", ", s_all.Keys)}.");

    /// <summary>Inputs that were found once, and must stay harmless: files beside the program.</summary>
    internal static IEnumerable<string> Corpus(string name) =>
        Directory.Exists(Folder(name)) ? Directory.EnumerateFiles(Folder(name)).Order(StringComparer.Ordinal) : [];

    private static string Folder(string name) => Path.Combine(Path.GetDirectoryName(typeof(FuzzTargets).Assembly.Location)!, "Corpus", name);
}
