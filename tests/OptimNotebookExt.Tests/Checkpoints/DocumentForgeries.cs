using System.Text.Json.Nodes;

namespace OptimNotebookExt.Tests.Checkpoints;

/// <summary>What no checkpoint says, or none that fits: versions, groups, options, counts, draws, schedule and history.</summary>
internal static class DocumentForgeries
{
    /// <summary>Each with what must be said of it.</summary>
    internal static IReadOnlyList<Forgery> All { get; } =
    [
        new("another format", f => Metadata(f, "format", "pt"), "the format is 'pt'"),
        new("a newer version", f => Metadata(f, "format_version", "2"), "format version 2, and this package"),
        new("no version", f => Metadata(f, "format_version", "new"), "no whole number above 0"),
        new("another optimizer", f => Metadata(f, "optimizer", "Eve"), "holds the state of Eve, but the optimizer is NeutralGradient"),
        new("groups that are none", f => Metadata(f, "groups", "{}"), "the metadata 'groups' are damaged"),
        new("no groups", f => Metadata(f, "groups", "null"), "the metadata 'groups' are empty"),
        new("holes", f => Metadata(f, "groups", "[null]"), "lack a field"),
        new("one group", f => Forgery.Changed(f, "groups", g => g.AsArray().RemoveAt(1)), "has 1 parameter groups, but the optimizer 2"),
        new("other names", f => Forgery.Changed(f, "groups", g => g[0]!["parameters"]![1] = "x"), "group 0 of the file has 'x' where the optimizer has 'p1'"),
        new("fewer names", f => Forgery.Changed(f, "groups", g => g[0]!["parameters"]!.AsArray().RemoveAt(3)), "has no further parameter where the optimizer has 'p3'"),
        new("an unknown option", f => Forgery.Changed(f, "groups", g => g[0]!["options"]!["speed"] = 1), "has no option 'speed'"),
        new("an option out of range", f => Forgery.Changed(f, "groups", g => g[0]!["options"]!["beta1"] = 1.5), "beta1 must be in [0, 1), but is 1.5"),
        new("options that do not go together", f => Forgery.Changed(f, "groups", g => g[0]!["options"]!["stats_steps"] = 1000), "stats_steps must be at most"),
        new("no learning rate", f => Forgery.Changed(f, "groups", g => g[0]!["lr"] = "NaN"), "lr must be in [0, ∞), but is NaN"),
        new("another count", f => Forgery.Changed(f, "groups", g => g[0]!["counts"] = new JsonObject()), "group 0 of the file counts"),
        new("no state", f => Forgery.Changed(f, "parameters", p => p.AsObject().Remove("p3")), "lacks the state of 'p3'"),
        new("a count missing", f => Forgery.Changed(f, "parameters", p => p["p3"]!["counts"]!.AsObject().Remove("step_period")), "the state of 'p3' counts"),
        new("a negative count", f => Forgery.Changed(f, "parameters", p => p["p3"]!["counts"]!["step"] = -1), "has step -1"),
        new("strides that do not fit", f => Forgery.Changed(f, "parameters", p => p["p3"]!["strides"]!["delta"] = new JsonArray(1, 1)), "strides [1, 1], which do not fit"),
        new("other draws", f => Forgery.Changed(f, "draws", d => d["kind"] = "MyDraws"), "holds the draws MyDraws, but the optimizer draws from SeededDraws"),
        new("damaged draws", f => Forgery.Changed(f, "draws", d => d["state"] = "seven"), "the draws in the file are damaged"),
        new("another schedule", f => Forgery.Changed(f, "schedule", s => s["schedule"] = "Step"), "'Step'"),
        new("a bad schedule", f => Forgery.Changed(f, "schedule", s => s["settings"]!["lr_batches"] = 0), "lr_batches must be above 0"),
        new("another history", f => Forgery.Changed(f, "history", h => h["options"]!["Every"] = "4"), "recorded with Every = 4, but this one has 3"),
        new("samples missing", f => Forgery.Changed(f, "history", h => h["samples"]!.AsArray().RemoveAt(0)), "do not fit each other"),
        new("spectra missing", f => Forgery.Changed(f, "history", h => h["spectra"]!.AsObject().First().Value!.AsArray().RemoveAt(0)), "do not fit their steps"),
    ];

    private static byte[] Metadata(ForgedFile f, string key, string value)
    {
        f.Metadata[key] = value;
        return f.Bytes();
    }
}
