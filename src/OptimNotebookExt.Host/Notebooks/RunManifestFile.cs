using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OptimNotebookExt.Host.Sessions.Magics;
using OptimNotebookExt.Host.Sessions.Packages;

namespace OptimNotebookExt.Host.Notebooks;

/// <summary><c>manifest.json</c>: what was run, with what, and how it ended.</summary>
internal static class RunManifestFile
{
    internal static JsonSerializerOptions Json { get; } = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private const string Name = "manifest.json";

    /// <summary>The notebooks of a folder that was written by a run; none where there was no run.</summary>
    /// <exception cref="InvalidDataException">It is no manifest.</exception>
    internal static IReadOnlyList<NotebookEntry> Read(string folder)
    {
        var file = Path.Combine(folder, Name);
        return File.Exists(file) ? ReadFile(file) : [];
    }

    /// <summary>Whether a file is one of these, as far as its form tells.</summary>
    internal static bool IsManifest(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) is JsonObject json && json["notebooks"] is JsonArray;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The notebooks of a manifest.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    internal static IReadOnlyList<NotebookEntry> ReadFile(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file))?["notebooks"].Deserialize<NotebookEntry[]>(Json) ?? [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{file}: this is no manifest of 'optimnb run' ({e.Message})", e);
        }
    }

    internal static void Write(string folder, IReadOnlyList<NotebookEntry> notebooks)
    {
        var manifest = new
        {
            Optimnb = AboutMagic.Version,
            Torchsharp = HostFolder.Instance.Find("TorchSharp")?.Version,
            Backend = HostFolder.Instance.Backend is { } backend ? $"{backend.Name} {backend.Version}" : null,
            Dotnet = RuntimeInformation.FrameworkDescription,
            Os = $"{RuntimeInformation.OSDescription} ({RuntimeInformation.OSArchitecture})",
            Processors = Environment.ProcessorCount,
            Date = DateTimeOffset.UtcNow,
            Notebooks = notebooks,
        };
        AtomicFile.WriteAllText(Path.Combine(folder, Name), JsonSerializer.Serialize(manifest, Json) + "\n");
    }
}
