using System.Text;
using System.Text.Json;

namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>The timings of many runs as one file: what was used is named once.</summary>
internal static class SweepTimings
{
    private static readonly RunManifest Empty = new() { Package = string.Empty, TorchSharp = string.Empty, Libtorch = string.Empty, DotNet = string.Empty, Os = string.Empty, Device = string.Empty };

    internal static string Text(IReadOnlyList<SweepTiming> timings)
    {
        var manifests = timings.Select(t => Undated(t.Manifest)).Distinct().ToList();
        var rows = timings.Select(t => new Row(t.Key, t.WallSeconds, t.SecondsToTarget, t.CpuSeconds, manifests.IndexOf(Undated(t.Manifest)), t.Manifest.Date));
        return new StringBuilder("{\n\"manifests\": [\n").AppendJoin(",\n", manifests.Select(Json)).Append("\n],\n\"rows\": [\n").AppendJoin(",\n", rows.Select(Json)).Append("\n]\n}\n").ToString();
    }

    /// <exception cref="JsonException">It is not of that form.</exception>
    internal static IReadOnlyList<SweepTiming> Read(SweepElement root) =>
        root.Value.Deserialize<Document>(ResultJson.Options) is { Manifests: { } manifests, Rows: { } rows } && rows.All(r => r is { Key: not null } && r.Manifest >= 0 && r.Manifest < manifests.Count)
            ? [.. rows.Select(r => new SweepTiming(r.Key, r.WallSeconds, r.SecondsToTarget, r.CpuSeconds, manifests[r.Manifest] with { Date = r.Date }))]
            : throw new JsonException("the timings have no manifests or rows, or a row names a manifest that is not there.");

    /// <summary>One list of seeds and of words for all, which compare by reference otherwise.</summary>
    private static RunManifest Undated(RunManifest manifest) => manifest with { Date = default, Seeds = Empty.Seeds, Arguments = Empty.Arguments, Inputs = Empty.Inputs };

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, ResultJson.Options);

    private sealed record Document(IReadOnlyList<RunManifest> Manifests, IReadOnlyList<Row> Rows);

    private sealed record Row(string Key, double WallSeconds, double? SecondsToTarget, double? CpuSeconds, int Manifest, DateTimeOffset Date);
}
