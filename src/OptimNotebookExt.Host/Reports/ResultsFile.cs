using System.Text.Json;

namespace OptimNotebookExt.Host.Reports;

/// <summary>What <c>optimnb experiment --json</c> writes.</summary>
/// <param name="Runs">The runs in file order.</param>
/// <param name="Manifest">What they ran on; nested objects are flattened to dotted keys.</param>
internal sealed record ResultsFile(IReadOnlyList<ExperimentRun> Runs, IReadOnlyList<KeyValuePair<string, string>> Manifest)
{
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is not JSON, or a field is missing or of the wrong kind; the message names both.</exception>
    internal static ResultsFile Read(string path)
    {
        var root = JsonField.ReadObject(path);
        var runs = root.Get("runs").Items().Select(ReadRun).ToArray();
        var manifest = new List<KeyValuePair<string, string>>();
        if (root.Find("manifest") is { } field)
            Flatten(field.Expect(JsonValueKind.Object, "an object"), "", manifest);
        return new(runs, manifest);
    }

    private static ExperimentRun ReadRun(JsonField run)
    {
        run.Expect(JsonValueKind.Object, "an object");
        return new(
            run.Get("optimizer").Text(),
            run.Get("preset").Text(),
            run.Get("seed").Integer(),
            run.Find("avg_loss")?.NumberArray() ?? [],
            run.Find("final")?.Number(),
            run.Find("wall_seconds")?.Number(),
            run.Find("order")?.Text() ?? "fixed",
            [.. run.Find("log_stddev")?.Properties().Select(p => KeyValuePair.Create(p.Name, p.Field.Number())) ?? []]);
    }

    private static void Flatten(JsonField field, string key, List<KeyValuePair<string, string>> into)
    {
        if (field.Value.ValueKind == JsonValueKind.Object)
        {
            foreach (var (name, child) in field.Properties())
                Flatten(child, key.Length == 0 ? name : $"{key}.{name}", into);
        }
        else
        {
            into.Add(new(key, Show(field)));
        }
    }

    private static string Show(JsonField field) => field.Value.ValueKind switch
    {
        JsonValueKind.Array => string.Join(", ", field.Items().Select(Show)),
        JsonValueKind.Null => Numbers.Missing,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => field.Value.ToString(),
    };
}
