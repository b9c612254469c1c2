using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using OptimNotebookExt.Notebook;
using TorchSharp;

namespace OptimNotebookExt.Experiments;

/// <summary>What a result was made with: enough to make it again, and to see why another machine's differs.</summary>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed record RunManifest
{
    /// <summary>Version of this package.</summary>
    public required string Package { get; init; }

    /// <summary>The commit the package was built from; null where the build did not know it.</summary>
    public string? Commit { get; init; }

    /// <summary>Version of TorchSharp.</summary>
    [JsonPropertyName("torchsharp")]
    public required string TorchSharp { get; init; }

    /// <summary>Version of libtorch that this TorchSharp is made for.</summary>
    public required string Libtorch { get; init; }

    /// <summary>The .NET runtime.</summary>
    [JsonPropertyName("dotnet")]
    public required string DotNet { get; init; }

    /// <summary>The operating system and its architecture.</summary>
    public required string Os { get; init; }

    /// <summary>Logical processors of the machine.</summary>
    public int Processors { get; init; }

    /// <summary>Threads of libtorch.</summary>
    public int Threads { get; init; }

    /// <summary><c>cpu</c> or <c>cuda</c>.</summary>
    public required string Device { get; init; }

    /// <summary>The seeds used, in their order.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [];

    /// <summary>The command or the call that made the result.</summary>
    public string? CommandLine { get; init; }

    /// <summary>The words of the command line, from which <c>optimnb rerun</c> makes the result again; empty for a call.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The input files as the command line names them, and the SHA-256 of each.</summary>
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = new Dictionary<string, string>();

    /// <summary>When, in UTC.</summary>
    public DateTimeOffset Date { get; init; }

    /// <summary>Version of this package, without the commit.</summary>
    internal static string PackageVersion => VersionOf(typeof(RunManifest).Assembly).Version;

    /// <summary>Reads the versions and the machine as they are now.</summary>
    /// <param name="seeds">The seeds used.</param>
    /// <param name="device"><c>cpu</c> or <c>cuda</c>.</param>
    /// <param name="commandLine">The command or the call.</param>
    /// <exception cref="TorchBackendException">TorchSharp has no native backend.</exception>
    public static RunManifest Capture(IEnumerable<long> seeds, string device = "cpu", string? commandLine = null)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        ArgumentException.ThrowIfNullOrEmpty(device);
        TorchBackend.EnsureLoaded();
        var (package, commit) = VersionOf(typeof(RunManifest).Assembly);
        return new RunManifest
        {
            Package = package,
            Commit = commit,
            TorchSharp = VersionOf(typeof(torch).Assembly).Version,
            Libtorch = torch.__version__,
            DotNet = RuntimeInformation.FrameworkDescription,
            Os = $"{RuntimeInformation.OSDescription} ({RuntimeInformation.OSArchitecture})",
            Processors = Environment.ProcessorCount,
            Threads = torch.get_num_threads(),
            Device = device,
            Seeds = [.. seeds],
            CommandLine = commandLine,
            Date = DateTimeOffset.UtcNow,
        };
    }

    /// <summary>What can make the numbers differ, by name, of those in which two manifests are not alike: this one's and the other's.</summary>
    /// <param name="other">The manifest to compare with.</param>
    public IReadOnlyDictionary<string, (string Mine, string Other)> Differences(RunManifest other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Facts(this).Zip(Facts(other)).Where(f => f.First.Value != f.Second.Value).ToDictionary(f => f.First.Name, f => (f.First.Value, f.Second.Value));
    }

    private static (string Name, string Value)[] Facts(RunManifest m) =>
    [
        ("package", m.Package), ("commit", m.Commit ?? "unknown"), ("torchsharp", m.TorchSharp), ("libtorch", m.Libtorch), ("dotnet", m.DotNet), ("os", m.Os),
        ("processors", Invariant(m.Processors)), ("threads", Invariant(m.Threads)), ("device", m.Device),
        ("inputs", string.Join(", ", m.Inputs.OrderBy(i => i.Key, StringComparer.Ordinal).Select(i => $"{i.Key} {i.Value}"))),
    ];

    private static string Invariant(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The SHA-256 of a file, for <see cref="Inputs"/>.</summary>
    internal static string HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(stream)).ToLowerInvariant();
    }

    /// <summary>An SDK build writes <c>version+commit</c> into the assembly.</summary>
    private static (string Version, string? Commit) VersionOf(Assembly assembly)
    {
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? assembly.GetName().Version?.ToString()
            ?? "unknown";
        return version.Split('+') is [var number, var commit] ? (number, commit) : (version, null);
    }
}
