using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>Writes a sweep in the form of its file; what has its default is left out.</summary>
internal static class SweepWriter
{
    /// <summary>Letters of any language as they are.</summary>
    internal static JsonSerializerOptions OneLine { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static JsonSerializerOptions Indented { get; } = new(OneLine) { WriteIndented = true };

    internal static string Text(SweepDefinition sweep) => Node(sweep).ToJsonString(Indented) + "\n";

    internal static JsonObject Node(SweepDefinition sweep)
    {
        var node = new JsonObject { ["name"] = sweep.Name };
        if (sweep.Description.Length > 0)
            node["description"] = sweep.Description;
        node["task"] = sweep.Task;
        if (sweep.Steps is { } steps)
            node["steps"] = steps;
        node["threads"] = sweep.Threads;
        node["optimizers"] = new JsonArray([.. sweep.Optimizers.Select(Optimizer)]);
        if (sweep.TuneSeeds.Count > 0)
            node["tune_seeds"] = Numbers(sweep.TuneSeeds);
        if (sweep.Seeds.Count > 0)
            node["seeds"] = Numbers(sweep.Seeds);
        if (sweep.Baselines.Count > 0)
            node["baselines"] = new JsonArray([.. sweep.Baselines.Select(b => JsonValue.Create(b))]);
        if (sweep.Slurm.Count > 0)
            node["slurm"] = new JsonObject(sweep.Slurm.Select(o => KeyValuePair.Create<string, JsonNode?>(o.Key, o.Value)));
        return node;
    }

    private static JsonObject Optimizer(SweepOptimizer optimizer)
    {
        var node = new JsonObject { ["name"] = optimizer.Name };
        if (optimizer.Optimizer != optimizer.Name)
            node["optimizer"] = optimizer.Optimizer;
        if (optimizer.Settings.Count > 0)
            node["settings"] = new JsonObject(optimizer.Settings.Select(s => KeyValuePair.Create<string, JsonNode?>(s.Key, s.Value)));
        if (optimizer.Grid.Count > 0)
            node["grid"] = new JsonObject(optimizer.Grid.Select(a => KeyValuePair.Create<string, JsonNode?>(a.Name, Numbers(a.Values))));
        return node;
    }

    private static JsonArray Numbers<T>(IEnumerable<T> values) => new([.. values.Select(v => JsonValue.Create(v))]);
}
