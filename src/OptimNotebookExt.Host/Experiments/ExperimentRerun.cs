using System.CommandLine;
using System.Text.Json;
using OptimNotebookExt.Experiments;
using OptimNotebookExt.Experiments.EveCain;
using OptimNotebookExt.Experiments.Tasks;
using OptimNotebookExt.Host.Verbs;

namespace OptimNotebookExt.Host.Experiments;

/// <summary>The result of an experiment or a task, made again from its manifest.</summary>
/// <param name="Before">The manifest of the file.</param>
/// <param name="Now">The manifest of what was made now.</param>
/// <param name="Differences">How each run differs.</param>
/// <param name="Save">Writes the new runs and their manifest to a file.</param>
internal sealed record ExperimentRerun(RunManifest Before, RunManifest Now, IReadOnlyList<RunComparison> Differences, Action<string> Save)
{
    /// <exception cref="InvalidDataException">The file is no such result, or cannot be made again; the message says why.</exception>
    internal static ExperimentRerun Of(string file, TextWriter error, CancellationToken cancellation)
    {
        if (ArgumentsOf(file) is ["experiment", var name, ..] && TaskCatalog.All.FirstOrDefault(t => t.Name == name) is { } task)
        {
            var results = TaskResults.Load(file);
            var (made, timings) = TaskVerb.Compute(task, Parse(file, results.Manifest), TextWriter.Null, error, cancellation);
            return new ExperimentRerun(results.Manifest, made.Manifest, RunComparison.All(results.Runs, made.Runs), path =>
            {
                TaskResults.SaveTimings(path, timings);
                made.Save(path);
            });
        }
        var before = EveCainResults.Load(file);
        if (before.Manifest.Arguments is not ["experiment", "eve-cain", ..])
            throw new InvalidDataException($"{file}: the manifest has no arguments of 'optimnb experiment eve-cain', or of a task, to run again.");
        var now = EveCainVerb.Compute(Parse(file, before.Manifest), TextWriter.Null, error, cancellation)
            ?? throw new InvalidDataException($"{file}: the command line of the manifest stops before the end of its runs.");
        return new ExperimentRerun(before.Manifest, now.Manifest, RunComparison.All(before.Runs, now.Runs), now.Save);
    }

    /// <summary>The words of the command line, by which the kinds of results are told apart; none where the file has none.</summary>
    private static string[] ArgumentsOf(string file)
    {
        using var stream = File.OpenRead(file);
        try
        {
            using var document = JsonDocument.Parse(stream);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("manifest", out var manifest) && manifest.ValueKind == JsonValueKind.Object
                && manifest.TryGetProperty("arguments", out var arguments) && arguments.ValueKind == JsonValueKind.Array
                ? [.. arguments.EnumerateArray().Select(a => a.ValueKind == JsonValueKind.String ? a.GetString()! : string.Empty)]
                : [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{file} is not a JSON file: {e.Message}", e);
        }
    }

    /// <summary>The manifest's command line, without what it wrote.</summary>
    private static ParseResult Parse(string file, RunManifest manifest)
    {
        foreach (var (input, hash) in manifest.Inputs)
        {
            if (!File.Exists(input))
                throw new FileNotFoundException($"{file}: the input {input} is not here; run from the folder the result was made in.");
            if (RunManifest.HashOf(input) != hash)
                throw new InvalidDataException($"{file}: the input {input} has changed since the result was made.");
        }
        var written = new Option[] { EveCainVerb.Json, EveCainVerb.Checkpoint, EveCainVerb.StopAfter }.Select(o => o.Name).ToHashSet();
        var arguments = new List<string>();
        for (var i = 0; i < manifest.Arguments.Count; i++)
        {
            var name = manifest.Arguments[i].Split('=')[0];
            if (!written.Contains(name))
                arguments.Add(manifest.Arguments[i]);
            else if (name == manifest.Arguments[i])
                i++;
        }
        var parsed = new RootCommand { ExperimentVerb.Create() }.Parse(arguments);
        return parsed.Errors.Count == 0
            ? parsed
            : throw new InvalidDataException($"{file}: the manifest's command line is not understood: {parsed.Errors[0].Message}");
    }
}
