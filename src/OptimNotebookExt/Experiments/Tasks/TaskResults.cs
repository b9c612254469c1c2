using System.Text.Json;

namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>Runs of a task and what they were made with, as one JSON file holds them; their timings are kept apart.</summary>
/// <param name="Runs">The runs.</param>
/// <param name="Manifest">Versions, machine, seeds and command line.</param>
public sealed record TaskResults(IReadOnlyList<TaskRun> Runs, RunManifest Manifest)
{
    /// <summary>The file beside <paramref name="path"/> that holds the timings: <c>out.json</c> has <c>out.timings.json</c>.</summary>
    /// <param name="path">The file of the results.</param>
    public static string TimingsPath(string path) => Path.ChangeExtension(path, ".timings.json");

    /// <summary>Writes the JSON file; it appears whole or not at all.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.WriteAllText(path, JsonSerializer.Serialize(this, ResultJson.Options) + "\n");
    }

    /// <summary>Writes timings to the file that <see cref="TimingsPath"/> names.</summary>
    /// <param name="path">The file of the results.</param>
    /// <param name="timings">How long each run took.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void SaveTimings(string path, IReadOnlyList<TaskTiming> timings)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.WriteAllText(TimingsPath(path), JsonSerializer.Serialize(timings, ResultJson.Options) + "\n");
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is not of that form; the message names file and field.</exception>
    public static TaskResults Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            var results = JsonSerializer.Deserialize<TaskResults>(File.ReadAllText(path), ResultJson.Options);
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
