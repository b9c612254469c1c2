using System.Globalization;
using System.Text.Json.Nodes;

namespace OptimNotebookExt.Host.Notebooks.Checks;

/// <summary>Compares the outputs of a run with those that the notebook was committed with.</summary>
internal static class NotebookCheck
{
    /// <summary>Numbers of a cell with this tag need only be of the same magnitude.</summary>
    internal const string Chaotic = "chaotic";

    /// <summary>A cell with this tag shows what differs from machine to machine, such as times: only what kinds of outputs it has is compared.</summary>
    internal const string Varies = "varies";

    /// <summary>What differs, one line a cell at most.</summary>
    internal static IReadOnlyList<string> Differences(NotebookDocument committed, NotebookDocument now)
    {
        List<string> differences = [];
        var number = 0;
        foreach (var (before, after) in committed.Cells.Zip(now.Cells).Where(c => c.First.Kind == CellKind.Code))
        {
            number++;
            if (Difference(before, after) is { } difference)
                differences.Add(string.Create(CultureInfo.InvariantCulture, $"cell {number}: {difference}"));
        }
        return differences;
    }

    private static string? Difference(NotebookCell before, NotebookCell after)
    {
        var committed = Merged(before.Outputs);
        var now = Merged(after.Outputs);
        if (!committed.Select(Kind).SequenceEqual(now.Select(Kind)))
            return $"its outputs were [{string.Join(", ", committed.Select(Kind))}], now [{string.Join(", ", now.Select(Kind))}]";
        if (before.HasTag(Varies))
            return null;
        var tolerance = before.HasTag(Chaotic) ? NumberTolerance.Chaotic : NumberTolerance.Usual;
        return committed.Zip(now, (old, current) => Difference(old, current, tolerance)).FirstOrDefault(d => d is not null);
    }

    private static string? Difference(JsonObject before, JsonObject after, NumberTolerance tolerance)
    {
        var committed = Formats(before);
        var now = Formats(after);
        foreach (var (type, text) in committed)
        {
            if (type.StartsWith("image/", StringComparison.Ordinal))
            {
                if (OutputImages.Difference([text.Length], [now[type].Length]) is { } size)
                    return size;
                continue;
            }
            var (old, oldSizes) = OutputImages.Split(text);
            var (current, currentSizes) = OutputImages.Split(now[type]);
            if ((OutputText.Difference(old, current, tolerance) ?? OutputImages.Difference(oldSizes, currentSizes)) is { } difference)
                return $"{type}: {difference}";
        }
        return null;
    }

    /// <summary>Type of the output with its formats.</summary>
    private static string Kind(JsonObject output)
    {
        var type = IpynbReader.Text(output["output_type"]);
        return type is "stream" ? IpynbReader.Text(output["name"]) : output["data"] is null ? type : $"{type} {string.Join('+', Formats(output).Keys)}";
    }

    private static SortedDictionary<string, string> Formats(JsonObject output)
    {
        var formats = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (type, content) in output["data"] as JsonObject ?? [])
            formats[type] = content is JsonObject ? content.ToJsonString() : IpynbReader.Text(content);
        if (output["text"] is { } text)
            formats["text"] = IpynbReader.Text(text);
        if (output["ename"] is { } name)
            formats["error"] = $"{IpynbReader.Text(name)}: {IpynbReader.Text(output["evalue"])}";
        return formats;
    }

    /// <summary>Where a stream is cut into pieces is chance.</summary>
    private static List<JsonObject> Merged(JsonArray outputs)
    {
        List<JsonObject> merged = [];
        foreach (var output in outputs.OfType<JsonObject>().Select(o => o.DeepClone().AsObject()))
        {
            if (merged.LastOrDefault() is { } last && IpynbReader.Text(output["output_type"]) == "stream" && IpynbReader.Text(last["name"]) == IpynbReader.Text(output["name"]))
                last["text"] = IpynbReader.Text(last["text"]) + IpynbReader.Text(output["text"]);
            else
                merged.Add(output);
        }
        return merged;
    }
}
