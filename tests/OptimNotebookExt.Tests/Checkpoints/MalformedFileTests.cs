using System.Buffers.Binary;
using System.Text.Json.Nodes;
using OptimNotebookExt.Checkpoints;
using OptimNotebookExt.Tests.Contract;

namespace OptimNotebookExt.Tests.Checkpoints;

/// <summary>Whatever is wrong with a file: a clear exception, and nothing has changed.</summary>
public sealed class MalformedFileTests
{
    private static readonly ContractCase Case = ContractCase.Of("NeutralGradient/Reference/Float32/cpu");

    private static readonly (string What, Func<ForgedFile, byte[]> Make, string Message)[] Forgeries =
    [
        ("text", _ => "an optimizer"u8.ToArray(), "more than the format allows"),
        ("empty", _ => [], "the file has 0 bytes"),
        ("seven bytes", _ => new byte[7], "the file has 7 bytes"),
        ("a header of all lengths", f => Length(f, ulong.MaxValue), "more than the format allows (100000000)"),
        ("a header of 100 MB and a byte", f => Length(f, 100_000_001), "more than the format allows"),
        ("a header longer than the file", f => Length(f, 1_000_000), "but only"),
        ("no JSON", f => Length(f, 3), "the header is damaged"),
        ("a list", f => f.Bytes(h => "[" + h + "]"), "the header is damaged"),
        ("no metadata", f => f.Bytes(h => h.Replace("__metadata__", "other", StringComparison.Ordinal)), "the header is damaged"),
        ("metadata of numbers", f => f.Bytes(h => h.Replace("\"format_version\":\"1\"", "\"format_version\":1", StringComparison.Ordinal)), "the header is damaged"),
        ("no checksum", f => f.Bytes(h => h.Replace("sha256", "sha512", StringComparison.Ordinal)), "lack the checksum"),
        ("a name twice", f => f.Bytes(h => h.Insert(h.Length - 1, ",\"p3/delta\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}")), "names 'p3/delta' twice"),
        ("metadata twice", f => f.Bytes(h => h.Replace("\"format_version\":", "\"format\":\"x\",\"format_version\":", StringComparison.Ordinal)), "names the metadata 'format' twice"),
        ("an overlap", f => Moved(f, "p3/delta", -4, -4), "overlaps"),
        ("a gap", f => Moved(f, "p3/delta", 4, 4), "belong to no tensor"),
        ("wrong size", f => Moved(f, "p3/delta", 0, 4), "takes 48 bytes"),
        ("offsets backwards", f => Moved(f, "p3/delta", 400_000, 0), "takes 48 bytes"),
        ("negative offsets", f => Moved(f, "p3/delta", -1_000_000, -1_000_000), "no whole number of at least 0"),
        ("a huge shape", f => Tensor(f, "p3/delta", t => t["shape"] = new JsonArray(1L << 40, 1L << 40)), "impossible shape"),
        ("a huge shape of nothing", f => Tensor(f, "p3/delta", t => t["shape"] = new JsonArray(0, 1L << 40, 1L << 40)), "impossible shape"),
        ("too many axes", f => Tensor(f, "p3/delta", t => t["shape"] = new JsonArray([.. Enumerable.Repeat(0, 65).Select(_ => (JsonNode)1)])), "has 65 axes"),
        ("a negative shape", f => Tensor(f, "p3/delta", t => t["shape"] = new JsonArray(-4, -3)), "no whole number of at least 0"),
        ("a broken shape", f => Tensor(f, "p3/delta", t => t["shape"] = new JsonArray(4, 3.5)), "no whole number of at least 0"),
        ("an unknown dtype", f => Tensor(f, "p3/delta", t => t["dtype"] = "F99"), "unknown dtype 'F99'"),
        ("a field too many", f => Tensor(f, "p3/delta", t => t["more"] = 1), "and nothing else"),
        ("no offsets", f => Tensor(f, "p3/delta", t => t.AsObject().Remove("data_offsets")), "the header is damaged"),
        ("bytes at the end", f => f.Bytes(editData: d => [.. d, 0]), "the file is too long"),
        ("another dtype", f => Tensor(f, "p3/delta", t => t["dtype"] = "I32"), "'p3/delta' is Int32 in the file, but Float32 here"),
        ("another shape", f => Tensor(f, "p3/delta", t => t["shape"] = new JsonArray(3, 4)), "'p3/delta' has shape [3, 4] in the file, but [4, 3] here"),
        ("another parameter's shape", f => Tensor(f, "p3/parameter", t => t["shape"] = new JsonArray(12)), "'p3/parameter' has shape [12] in the file"),
        ("another name", f => f.Bytes(h => h.Replace("\"p3/delta\"", "\"p3/gamma\"", StringComparison.Ordinal)), "the file lacks 'p3/delta'"),
        ("another parameter", f => f.Bytes(h => h.Replace("\"p3/delta\"", "\"q/delta\"", StringComparison.Ordinal)), "the file lacks 'p3/delta'"),
        ("a tensor of nobody", f => f.Bytes(h => h.Insert(h.Length - 1, ",\"q/delta\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}")), "the file holds 'q/delta', which belongs to no parameter"),
        ("a state of no such name", f => f.Bytes(h => h.Insert(h.Length - 1, ",\"p3/gamma\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}")), "'p3/gamma', which NeutralGradient does not keep for a parameter of shape [4, 3]"),
        ("another format", f => Metadata(f, "format", "pt"), "the format is 'pt'"),
        ("a newer version", f => Metadata(f, "format_version", "2"), "format version 2, and this package"),
        ("no version", f => Metadata(f, "format_version", "new"), "no whole number above 0"),
        ("another optimizer", f => Metadata(f, "optimizer", "Eve"), "holds the state of Eve, but the optimizer is NeutralGradient"),
        ("groups that are none", f => Metadata(f, "groups", "{}"), "the metadata 'groups' are damaged"),
        ("no groups", f => Metadata(f, "groups", "null"), "the metadata 'groups' are empty"),
        ("holes", f => Metadata(f, "groups", "[null]"), "lack a field"),
        ("one group", f => Changed(f, "groups", g => g.AsArray().RemoveAt(1)), "has 1 parameter groups, but the optimizer 2"),
        ("other names", f => Changed(f, "groups", g => g[0]!["parameters"]![1] = "x"), "group 0 of the file has 'x' where the optimizer has 'p1'"),
        ("fewer names", f => Changed(f, "groups", g => g[0]!["parameters"]!.AsArray().RemoveAt(3)), "has no further parameter where the optimizer has 'p3'"),
        ("an unknown option", f => Changed(f, "groups", g => g[0]!["options"]!["speed"] = 1), "has no option 'speed'"),
        ("an option out of range", f => Changed(f, "groups", g => g[0]!["options"]!["beta1"] = 1.5), "beta1 must be in [0, 1), but is 1.5"),
        ("options that do not go together", f => Changed(f, "groups", g => g[0]!["options"]!["stats_steps"] = 1000), "stats_steps must be at most"),
        ("no learning rate", f => Changed(f, "groups", g => g[0]!["lr"] = "NaN"), "lr must be in [0, ∞), but is NaN"),
        ("another count", f => Changed(f, "groups", g => g[0]!["counts"] = new JsonObject()), "group 0 of the file counts"),
        ("no state", f => Changed(f, "parameters", p => p.AsObject().Remove("p3")), "lacks the state of 'p3'"),
        ("a count missing", f => Changed(f, "parameters", p => p["p3"]!["counts"]!.AsObject().Remove("step_period")), "the state of 'p3' counts"),
        ("a negative count", f => Changed(f, "parameters", p => p["p3"]!["counts"]!["step"] = -1), "has step -1"),
        ("strides that do not fit", f => Changed(f, "parameters", p => p["p3"]!["strides"]!["delta"] = new JsonArray(1, 1)), "strides [1, 1], which do not fit"),
        ("other draws", f => Changed(f, "draws", d => d["kind"] = "MyDraws"), "holds the draws MyDraws, but the optimizer draws from SeededDraws"),
        ("damaged draws", f => Changed(f, "draws", d => d["state"] = "seven"), "the draws in the file are damaged"),
        ("another schedule", f => Changed(f, "schedule", s => s["schedule"] = "Step"), "'Step'"),
        ("a bad schedule", f => Changed(f, "schedule", s => s["settings"]!["lr_batches"] = 0), "lr_batches must be above 0"),
        ("another history", f => Changed(f, "history", h => h["options"]!["Every"] = "4"), "recorded with Every = 4, but this one has 3"),
        ("samples missing", f => Changed(f, "history", h => h["samples"]!.AsArray().RemoveAt(0)), "do not fit each other"),
        ("spectra missing", f => Changed(f, "history", h => h["spectra"]!.AsObject().First().Value!.AsArray().RemoveAt(0)), "do not fit their steps"),
    ];

    public static TheoryData<string> Kinds => [.. Forgeries.Select(f => f.What)];

    [Theory, MemberData(nameof(Kinds))]
    public void A_forged_file_is_refused_with_its_reason(string what)
    {
        var (_, make, message) = Forgeries.Single(f => f.What == what);
        using var saved = new SavedFile();
        File.WriteAllBytes(saved.Path, make(new ForgedFile(saved.Bytes)));

        var error = saved.MustRefuse();

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(saved.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unchanged_file_put_together_again_is_good()
    {
        using var saved = new SavedFile();
        File.WriteAllBytes(saved.Path, new ForgedFile(saved.Bytes).Bytes());
        saved.Target.Load(saved.Path);
        Assert.Equal(27, saved.Target.Schedule.Batch);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        using var saved = new SavedFile();
        for (var length = 0; length < saved.Bytes.Length; length += length < 64 ? 1 : 97)
        {
            File.WriteAllBytes(saved.Path, saved.Bytes[..length]);
            saved.MustRefuse(lookAtState: false);
        }
        saved.MustRefuse();
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_found()
    {
        using var saved = new SavedFile();
        var bytes = saved.Bytes.ToArray();
        for (var place = 0; place < bytes.Length; place += place < 2000 ? 1 : 23)
        {
            var bit = (byte)(1 << (place % 8));
            bytes[place] ^= bit;
            File.WriteAllBytes(saved.Path, bytes);
            saved.MustRefuse(lookAtState: false);
            bytes[place] ^= bit;
        }
        saved.MustRefuse();
    }

    [Fact]
    public void A_schedule_or_history_that_is_missing_on_one_side_is_not_lost_silently()
    {
        using var saved = new SavedFile();
        var (with, target) = (saved.Path, saved.Target);
        Assert.Contains("holds a schedule Eden", Assert.Throws<InvalidDataException>(() => Checkpoint.Load(with, target.Optimizer, history: target.History)).Message, StringComparison.Ordinal);
        Assert.Contains("holds a history", Assert.Throws<InvalidDataException>(() => Checkpoint.Load(with, target.Optimizer, target.Schedule)).Message, StringComparison.Ordinal);
        Checkpoint.Save(saved.Path, saved.Source.Optimizer);
        Assert.Contains("holds no schedule", Assert.Throws<InvalidDataException>(() => Checkpoint.Load(with, target.Optimizer, target.Schedule)).Message, StringComparison.Ordinal);
        Assert.Contains("holds no history", Assert.Throws<InvalidDataException>(() => Checkpoint.Load(with, target.Optimizer, null, target.History)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Eve", "Cain")]
    [InlineData("LearnedGradient", "NeutralGradient")]
    public void A_file_of_another_optimizer_dtype_or_model_is_refused(string of, string into)
    {
        using var file = new TemporaryFile("run.safetensors");
        using var source = new SavedRun(ContractCase.Of($"{of}/Reference/Float32/cpu"));
        source.Run(2);
        source.Save(file.Path);
        using var other = new SavedRun(ContractCase.Of($"{into}/Reference/Float32/cpu"));
        using var wide = new SavedRun(ContractCase.Of($"{of}/Reference/Float64/cpu"));
        var c = ContractCase.Of($"{of}/Reference/Float32/cpu");
        using var longer = new SavedRun(c, parameters: c.Parameters(1, [], [3], [7], [4, 3], [8, 5], [3, 4, 5], [6, 2, 4]));

        Assert.Contains($"state of {of}, but the optimizer is {into}", Assert.Throws<InvalidDataException>(() => other.Load(file.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("is Float32 in the file, but Float64 here", Assert.Throws<InvalidDataException>(() => wide.Load(file.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("'p6/parameter' has shape [6, 1, 4] in the file, but [6, 2, 4] here", Assert.Throws<InvalidDataException>(() => longer.Load(file.Path)).Message, StringComparison.Ordinal);
    }

    private static byte[] Length(ForgedFile f, ulong length)
    {
        var file = f.Bytes();
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        return file;
    }

    private static byte[] Tensor(ForgedFile f, string name, Action<JsonNode> change)
    {
        change(f.Header[name]!);
        return f.Bytes();
    }

    private static byte[] Moved(ForgedFile f, string name, long begin, long end) => Tensor(f, name, t =>
    {
        var offsets = t["data_offsets"]!.AsArray();
        t["data_offsets"] = new JsonArray(offsets[0]!.GetValue<long>() + begin, offsets[1]!.GetValue<long>() + end);
    });

    private static byte[] Metadata(ForgedFile f, string key, string value)
    {
        f.Metadata[key] = value;
        return f.Bytes();
    }

    private static byte[] Changed(ForgedFile f, string key, Action<JsonNode> change)
    {
        f.Change(key, change);
        return f.Bytes();
    }

    /// <summary>A good file, and a run that must not be touched by a bad one in its place.</summary>
    private sealed class SavedFile : IDisposable
    {
        private readonly TemporaryFile file = new("run.safetensors");
        private readonly Dictionary<string, double[]> before;

        internal SavedFile()
        {
            Source = new SavedRun(Case);
            Source.Run(27);
            Source.Save(Path);
            Bytes = File.ReadAllBytes(Path);
            Target = new SavedRun(Case, seed: 9);
            Target.Run(5);
            before = Target.Everything();
        }

        internal string Path => file.Path;

        internal byte[] Bytes { get; }

        internal SavedRun Source { get; }

        internal SavedRun Target { get; }

        internal InvalidDataException MustRefuse(bool lookAtState = true)
        {
            var error = Assert.Throws<InvalidDataException>(() => Target.Load(Path));
            if (lookAtState)
                Training.AssertSameState(before, Target.Everything());
            return error;
        }

        public void Dispose()
        {
            Source.Dispose();
            Target.Dispose();
            file.Dispose();
        }
    }
}
