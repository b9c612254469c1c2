using System.Text.Json;
using OptimNotebookExt.Notebook;

namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>Runs of the experiment and what they were made with, as one JSON file holds them.</summary>
/// <param name="Runs">The runs.</param>
/// <param name="Manifest">Versions, machine, seeds and command line.</param>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed record EveCainResults(IReadOnlyList<EveCainRun> Runs, RunManifest Manifest)
{
    /// <summary>Writes the JSON file; it appears whole or not at all.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.WriteAllText(path, JsonSerializer.Serialize(this, ResultJson.Options) + "\n");
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is not of that form; the message names file and field.</exception>
    public static EveCainResults Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            var results = JsonSerializer.Deserialize<EveCainResults>(File.ReadAllText(path), ResultJson.Options);
            return results is { Runs: not null, Manifest: not null }
                ? results
                : throw new InvalidDataException($"{path}: the field runs or manifest is missing.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }
}
