using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Schedules;

namespace OptimNotebookExt.Checkpoints;

/// <summary>The metadata of a checkpoint.</summary>
/// <param name="Package">Version of the package that wrote it.</param>
/// <param name="Optimizer">Class of the optimizer.</param>
/// <param name="Groups">The parameter groups in order.</param>
/// <param name="Parameters">Every parameter's state by name.</param>
/// <param name="Draws">Random draws, if the optimizer needs any.</param>
/// <param name="Schedule">The schedule, if one was saved.</param>
/// <param name="History">The history, if one was saved.</param>
/// <param name="Notes">The caller's own.</param>
/// <param name="Failures">What went wrong so far, by parameter; those of whom nothing did are left out. Packages before it pass over it.</param>
/// <param name="TorchRandomState">State of torch's generator on the CPU in base64, if it was asked for. Packages before it pass over it.</param>
internal sealed record CheckpointDocument(
    string Package,
    string Optimizer,
    IReadOnlyList<GroupDocument> Groups,
    IReadOnlyDictionary<string, ParameterDocument> Parameters,
    DrawsDocument? Draws,
    LRSchedulerState? Schedule,
    HistoryDocument? History,
    IReadOnlyDictionary<string, string> Notes,
    IReadOnlyDictionary<string, FailureCounts> Failures,
    string? TorchRandomState)
{
    private const string FailuresName = "failures";
    private const string TorchRandomStateName = "torch_random_state";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    internal static string PackageVersion { get; } =
        (typeof(CheckpointDocument).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown").Split('+')[0];

    internal IEnumerable<KeyValuePair<string, string>> ToMetadata()
    {
        yield return new("format", CheckpointNames.Format);
        yield return new("format_version", CheckpointNames.Version.ToString(CultureInfo.InvariantCulture));
        yield return new("package", Package);
        yield return new("optimizer", Optimizer);
        yield return new("groups", JsonSerializer.Serialize(Groups, Json));
        yield return new("parameters", JsonSerializer.Serialize(Parameters, Json));
        if (Draws is not null)
            yield return new("draws", JsonSerializer.Serialize(Draws, Json));
        if (Schedule is not null)
            yield return new("schedule", JsonSerializer.Serialize(Schedule, Json));
        if (History is not null)
            yield return new("history", JsonSerializer.Serialize(History, Json));
        yield return new("notes", JsonSerializer.Serialize(Notes, Json));
        if (Failures.Count > 0)
            yield return new(FailuresName, JsonSerializer.Serialize(Failures, Json));
        if (TorchRandomState is not null)
            yield return new(TorchRandomStateName, TorchRandomState);
    }

    /// <summary>Reads what <see cref="ToMetadata"/> wrote; nothing of it is null that may not be.</summary>
    /// <exception cref="InvalidDataException">The metadata are not a checkpoint's, or of a newer format.</exception>
    internal static CheckpointDocument Of(IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue("format", out var format) || format != CheckpointNames.Format)
            throw new InvalidDataException($"the format is '{format ?? "missing"}', but a checkpoint of this package says {CheckpointNames.Format}.");
        var text = Text("format_version");
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) || version < 1)
            throw new InvalidDataException($"format_version is '{text}', which is no whole number above 0.");
        if (version > CheckpointNames.Version)
            throw new InvalidDataException($"the file has format version {version}, and this package ({PackageVersion}) reads up to {CheckpointNames.Version}: update the package (the file was written by {metadata.GetValueOrDefault("package", "?")}).");

        var document = new CheckpointDocument(
            Text("package"),
            Text("optimizer"),
            Part<IReadOnlyList<GroupDocument>>("groups")!,
            Part<IReadOnlyDictionary<string, ParameterDocument>>("parameters")!,
            Part<DrawsDocument>("draws", optional: true),
            Part<LRSchedulerState>("schedule", optional: true),
            Part<HistoryDocument>("history", optional: true),
            Part<IReadOnlyDictionary<string, string>>("notes")!,
            Part<IReadOnlyDictionary<string, FailureCounts>>(FailuresName, optional: true) ?? new Dictionary<string, FailureCounts>(),
            metadata.GetValueOrDefault(TorchRandomStateName));
        if (document.HasHoles)
            throw new InvalidDataException("the metadata lack a field.");
        return document;

        string Text(string key) => metadata.TryGetValue(key, out var value) ? value : throw new InvalidDataException($"the metadata lack '{key}'.");

        T? Part<T>(string key, bool optional = false)
            where T : class
        {
            if (optional && !metadata.ContainsKey(key))
                return null;
            try
            {
                return JsonSerializer.Deserialize<T>(Text(key), Json) ?? throw new InvalidDataException($"the metadata '{key}' are empty.");
            }
            catch (JsonException e)
            {
                throw new InvalidDataException($"the metadata '{key}' are damaged: {e.Message}", e);
            }
        }
    }

    private bool HasHoles =>
        Groups.Any(g => g is not { Parameters: not null, Options: not null, Counts: not null } || g.Parameters.Contains(null!))
        || Parameters.Values.Any(p => p is not { Counts: not null, Strides: not null } || p.Strides.Values.Contains(null!))
        || Draws is { Kind: null } or { State: null }
        || Notes.Values.Contains(null!)
        || Failures.Values.Contains(null!)
        || History is { Options: null } or { Samples: null } or { Dominating: null } or { Columns: null } or { Shown: null } or { Spectra: null };
}
