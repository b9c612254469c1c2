using System.Text.Json.Nodes;
using OptimNotebookExt.Experiments.EveCain;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Experiments;

public class EveCainDataTests
{
    // Two roundings of float32: libtorch's exp has differed in the last bit from version to version.
    private const double TwoRoundings = 3e-7;

    public static IEnumerable<object[]> Kinds =>
        from seed in GoldenExperiment.Seeds
        from model in Enum.GetValues<EveCainModel>()
        select new object[] { seed, model };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Generated_weights_are_the_golden_ones_bit_for_bit_and_pairs_to_two_roundings(long seed, EveCainModel model)
    {
        var golden = GoldenExperiment.Of(seed).Data.For(model);
        var own = EveCainData.Generate(seed).For(model);
        Assert.Equal(golden.W1, own.W1);
        Assert.Equal(golden.B1, own.B1);
        Assert.Equal(golden.W2, own.W2);
        Assert.Equal(golden.B2, own.B2);
        AssertClose(golden.InputMagnitudes, own.InputMagnitudes);
        AssertClose(golden.OutputMagnitudes, own.OutputMagnitudes);
        AssertClose(golden.X, own.X);
        AssertClose(golden.Y, own.Y);
    }

    [Fact]
    public void Generating_leaves_the_global_generator_as_it_is()
    {
        using var before = get_rng_state();
        EveCainData.Generate(7).For(EveCainModel.Linear);
        using var after = get_rng_state();
        Assert.True(before.Equals(after));
    }

    [Theory]
    [InlineData("seed", null, "seed")]
    [InlineData("seed", "\"one\"", "seed")]
    [InlineData("hidden", "0", "hidden")]
    [InlineData("npairs", "19", "models.ScaledLinear.x")]
    [InlineData("models.Linear", null, "models.Linear")]
    [InlineData("models.Linear.W2", null, "models.Linear.W2")]
    [InlineData("models.Linear.b1", "\"%%%\"", "models.Linear.b1")]
    [InlineData("models.ScaledLinear.y", "\"AAAA\"", "models.ScaledLinear.y")]
    public void A_broken_file_is_refused_with_its_name_and_the_field(string field, string? json, string named)
    {
        var root = JsonNode.Parse(File.ReadAllText(GoldenExperiment.PathOf(1)))!;
        var path = field.Split('.');
        var parent = path[..^1].Aggregate(root, (node, name) => node[name]!).AsObject();
        if (json is null)
            parent.Remove(path[^1]);
        else
            parent[path[^1]] = JsonNode.Parse(json);

        using var file = new TemporaryFile("broken.json", root.ToJsonString());
        var error = Assert.Throws<InvalidDataException>(() => EveCainData.Load(file.Path));
        Assert.Contains(file.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains($"field {named} ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_JSON_is_refused_with_its_name()
    {
        using var file = new TemporaryFile("broken.json", "{\"seed\": 1, ");
        Assert.Contains("broken.json", Assert.Throws<InvalidDataException>(() => EveCainData.Load(file.Path)).Message, StringComparison.Ordinal);
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            GoldenExperiment.AssertRelative(expected[i], actual[i], TwoRoundings, $"number {i}");
    }
}
