using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptimNotebookExt.Recording;

/// <summary>A history as JSON, whole.</summary>
internal static class HistoryJson
{
    private const string Format = "optim-history/1";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    internal static string Write(HistorySnapshot h) => JsonSerializer.Serialize(
        new Document(
            Format,
            h.Optimizer,
            h.Level,
            h.Every,
            h.Parameters,
            h.Steps,
            h.Dominating,
            [.. h.Values.Select(v => new Column(v.Key, v.Value))],
            h.SpectraByName.ToDictionary(s => s.Key, s => s.Value)),
        Options);

    internal static HistorySnapshot Read(string text, string path)
    {
        try
        {
            return Snapshot(JsonSerializer.Deserialize<Document>(text, Options), path);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    private static HistorySnapshot Snapshot(Document? d, string path)
    {
        if (d is null || d.Format != Format)
            throw new InvalidDataException($"{path}: format must be {Format}, but is {d?.Format ?? "missing"}.");
        if (d.Parameters.IsDefault || d.Steps.IsDefault || d.Dominating.IsDefault || d.Columns is null || d.Spectra is null)
            throw new InvalidDataException($"{path}: parameters, steps, dominating, columns and spectra must be there.");
        if (d.Dominating.Length != d.Steps.Length)
            throw new InvalidDataException($"{path}: dominating has {d.Dominating.Length} entries, but there are {d.Steps.Length} steps.");
        if (!d.Steps.Zip(d.Steps.Skip(1)).All(s => s.First < s.Second))
            throw new InvalidDataException($"{path}: steps must ascend.");
        var names = new HashSet<string>(["step"], StringComparer.Ordinal);
        foreach (var column in d.Columns)
        {
            if (column?.Name is null || !names.Add(column.Name))
                throw new InvalidDataException($"{path}: a column has no name, or one given twice: '{column?.Name}'.");
            if (column.Values.IsDefault || column.Values.Length != d.Steps.Length)
                throw new InvalidDataException($"{path}: column {column.Name} must have {d.Steps.Length} values.");
        }
        if (d.Spectra.FirstOrDefault(s => s.Value.IsDefault || s.Value.Any(v => v is null || v.Values.IsDefault)) is { Key: { } broken })
            throw new InvalidDataException($"{path}: the spectra of {broken} must have a step and values each.");
        return new HistorySnapshot
        {
            Optimizer = d.Optimizer,
            Level = d.Level,
            Every = d.Every,
            Parameters = d.Parameters,
            Steps = d.Steps,
            Dominating = d.Dominating,
            Values = [.. d.Columns.Select(c => KeyValuePair.Create(c.Name, c.Values))],
            SpectraByName = d.Spectra.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
    }

    private sealed record Document(
        string Format,
        string? Optimizer,
        HistoryLevel? Level,
        long? Every,
        ImmutableArray<string> Parameters,
        ImmutableArray<long> Steps,
        ImmutableArray<string?> Dominating,
        IReadOnlyList<Column> Columns,
        IReadOnlyDictionary<string, ImmutableArray<SpectrumSample>> Spectra);

    private sealed record Column(string Name, ImmutableArray<double> Values);
}
