using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptimNotebookExt.Tests.Contract;
using Xunit.Abstractions;

namespace OptimNotebookExt.Tests.Checkpoints;

/// <summary>
/// Files whose header and metadata were changed at random, with a checksum that fits, so that every later check is
/// reached. OPTIM_FUZZ_MINUTES=8 OPTIM_FUZZ_SEED=2 goes on for so long, from another seed.
/// </summary>
public sealed class FuzzedFileTests(ITestOutputHelper output)
{
    private const int ShortRun = 400;

    private static readonly string[] Documents = ["groups", "parameters", "draws", "schedule", "history", "notes"];

    private static readonly JsonNode?[] Values =
    [
        null, 0, 1, -1, 2, 3.5, 1e300, long.MaxValue, long.MinValue, int.MaxValue, 1L << 40, true, false, "", "NaN", "Infinity", "0", "p3", "p3/delta", "__history__/values", "F64", "I32",
        "\0\u202e∞", new string('x', 5000), new JsonArray(), new JsonObject(), new JsonArray(0, 0), new JsonArray(1, 2, 3), new JsonObject { ["p3"] = 1 }, new JsonObject { ["step"] = 7, ["lr"] = 0.5 },
    ];

    [Theory]
    [InlineData("NeutralGradient")]
    [InlineData("LearnedGradient")]
    public void Whatever_a_header_says_the_file_is_loaded_or_refused_with_a_reason(string optimizer)
    {
        var c = ContractCase.Of($"{optimizer}/Reference/Float32/cpu");
        using var file = new TemporaryFile("run.safetensors");
        using var source = new SavedRun(c);
        source.Run(27);
        source.Save(file.Path);
        var good = File.ReadAllBytes(file.Path);
        using var target = new SavedRun(c, seed: 9);
        target.Load(file.Path);
        var (minutes, seed) = (Setting("OPTIM_FUZZ_MINUTES"), (int)Setting("OPTIM_FUZZ_SEED"));
        var (random, end) = (new Random(seed), DateTime.UtcNow.AddMinutes(minutes));
        var (cases, refused, before) = (0L, 0L, target.Everything());

        for (; minutes > 0 ? DateTime.UtcNow < end : cases < ShortRun; cases++)
        {
            var forged = new ForgedFile(good);
            var changes = new List<string>();
            for (var n = random.Next(1, 4); n > 0; n--)
                changes.Add(Change(forged, random));
            File.WriteAllBytes(file.Path, forged.Bytes());
            try
            {
                target.Load(file.Path);
                before = target.Everything();
            }
            catch (InvalidDataException e)
            {
                refused++;
                Assert.StartsWith(file.Path, e.Message, StringComparison.Ordinal);
                if (cases % 50 == 0)
                    Training.AssertSameState(before, target.Everything());
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {seed}, case {cases}: {string.Join("; ", changes)}: {e}");
            }
        }

        Training.AssertSameState(before, target.Everything());
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{optimizer}, seed {seed}: {cases} files, {refused} refused"));
        Assert.InRange(refused, cases / 4, cases);
    }

    private static string Change(ForgedFile forged, Random random)
    {
        if (random.Next(2) == 0)
            return At(forged.Header, random);
        var document = Documents[random.Next(Documents.Length)];
        if (forged.Header["__metadata__"] is not JsonObject metadata || metadata[document] is not JsonValue value || value.GetValueKind() != JsonValueKind.String)
            return "nothing";
        try
        {
            var said = string.Empty;
            forged.Change(document, node => said = At(node, random));
            return $"{document}: {said}";
        }
        catch (JsonException)
        {
            return "nothing";
        }
    }

    /// <summary>Changes one place of a tree, the deeper ones as often as the others.</summary>
    private static string At(JsonNode root, Random random)
    {
        var places = new List<(JsonNode Parent, object Key)>();
        Collect(root, places);
        if (places.Count == 0)
            return "nothing";
        var (parent, key) = places[random.Next(places.Count)];
        var value = Values[random.Next(Values.Length)]?.DeepClone();
        switch (parent, key, random.Next(4))
        {
            case (JsonObject o, string name, 0):
                o.Remove(name);
                return $"without {name}";
            case (JsonArray a, int i, 0):
                a.RemoveAt(i);
                return $"without [{i}]";
            case (JsonArray a, int i, 1):
                a.Insert(i, value);
                return $"[{i}] inserted {value?.ToJsonString()}";
            case (JsonObject o, string name, 1):
                var moved = o[name]?.DeepClone();
                o.Remove(name);
                o[$"{name}x"] = moved;
                return $"{name} renamed";
            case (JsonObject o, string name, _):
                o[name] = value;
                return $"{name} = {value?.ToJsonString()}";
            case (JsonArray a, int i, _):
                a[i] = value;
                return $"[{i}] = {value?.ToJsonString()}";
            default:
                return "nothing";
        }
    }

    private static void Collect(JsonNode? node, List<(JsonNode Parent, object Key)> places)
    {
        switch (node)
        {
            case JsonObject o:
                foreach (var (name, child) in o)
                {
                    // Some documents are texts within the header, and have their own turn.
                    places.Add((o, name));
                    Collect(child, places);
                }
                break;
            case JsonArray a:
                for (var i = 0; i < a.Count; i++)
                {
                    places.Add((a, i));
                    Collect(a[i], places);
                }
                break;
        }
    }

    private static double Setting(string name) =>
        double.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : 0;
}
