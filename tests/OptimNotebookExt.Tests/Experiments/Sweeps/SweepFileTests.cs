using OptimNotebookExt.Experiments.Sweeps;

namespace OptimNotebookExt.Tests.Experiments.Sweeps;

public sealed class SweepFileTests
{
    private const string Whole = """
        {
          "name": "small", "description": "Ein Vergleich", "task": "quadratic", "steps": 7, "threads": 2,
          "optimizers": [
            { "name": "Eve", "grid": { "lr": [0.01, 0.1] } },
            { "name": "base only", "optimizer": "LearnedGradientStable", "settings": { "eta": 0 }, "grid": { "lr": [0.05, 0.1] } }
          ],
          "tune_seeds": [1], "seeds": [101, 102], "baselines": ["Eve"],
          "slurm": { "partition": "cpu", "time": "00:10:00" }
        }
        """;

    [Fact]
    public void A_file_is_read_and_written_again_to_the_same_sweep()
    {
        using var folder = new TemporaryFolder();
        var sweep = SweepDefinition.Load(folder.Write("sweep.json", Whole));

        Assert.Equal(("small", "Ein Vergleich", "quadratic", 7, 2), (sweep.Name, sweep.Description, sweep.Task, sweep.Steps, sweep.Threads));
        Assert.Equal(["Eve lr=0.01", "Eve lr=0.1", "LearnedGradientStable eta=0 lr=0.05", "LearnedGradientStable eta=0 lr=0.1"], sweep.Optimizers.SelectMany(o => o.Points).Select(p => p.ToString()));
        Assert.Equal([1L], sweep.TuneSeeds);
        Assert.Equal([101L, 102L], sweep.Seeds);
        Assert.Equal("cpu", sweep.Slurm["partition"]);
        var again = Path.Combine(folder.Root, "again.json");
        sweep.Save(again);
        Assert.Equal(SweepWriter.Text(sweep), SweepWriter.Text(SweepDefinition.Load(again)));
        Assert.Equal(SweepWriter.Text(sweep), File.ReadAllText(again));
    }

    [Theory]
    [InlineData("\"threads\"", "\"thread\"", "$.thread: there is no member of this name; there are name, description, task, steps, threads")]
    [InlineData("\"settings\"", "\"setting\"", "$.optimizers[1].setting: there is no member of this name; there are name, optimizer, settings, grid")]
    [InlineData("\"threads\": 2", "\"threads\": 0", "$.threads: it must be a whole number from 1 to 1024, but is 0")]
    [InlineData("\"steps\": 7", "\"steps\": 7.5", "$.steps: it must be a whole number")]
    [InlineData("\"steps\": 7", "\"steps\": 7, \"steps\": 8", "$.steps: it stands there twice; keep one")]
    [InlineData("\"quadratic\"", "\"cubic\"", "$.task: There is no task 'cubic'; there are ")]
    [InlineData("\"task\": \"quadratic\",", "", "$: the member task is missing; add it")]
    [InlineData("\"name\": \"Eve\"", "\"name\": \"Ave\"", "$.optimizers[0]: There is no optimizer 'Ave'; there are Eve, ")]
    [InlineData("\"eta\": 0", "\"ate\": 0", "$.optimizers[1]: LearnedGradientStableOptions has no option 'ate'; it has lr, ")]
    [InlineData("\"eta\": 0", "\"eta\": 3", "$.optimizers[1]: eta must be in [-1, 1], but is 3")]
    [InlineData("\"eta\": 0", "\"eta\": 0, \"lr\": 1", "$.optimizers[1]: lr is in settings and in grid; keep one of them")]
    [InlineData("[0.01, 0.1]", "[0.01, 0.01]", "$.optimizers[0].grid.lr[1]: 0.01 stands in the list twice")]
    [InlineData("[0.01, 0.1]", "[0.01, \"0.1\"]", "$.optimizers[0].grid.lr[1]: it must be a finite number, but is \"0.1\"")]
    [InlineData("[0.01, 0.1]", "[]", "$.optimizers[0].grid: lr has no value")]
    [InlineData("[0.01, 0.1]", "[0.01]", "$.optimizers: base only has 2 points and Eve 1; give every optimizer as many")]
    [InlineData("\"name\": \"base only\"", "\"name\": \"Eve\"", "$.optimizers: two optimizers have the name Eve")]
    [InlineData("[101, 102]", "[101, 1]", "$.seeds: 1 is in tune_seeds too")]
    [InlineData("\"tune_seeds\": [1],", "", "$: there is a grid, but no seed to find the best setting on; add tune_seeds")]
    [InlineData("[\"Eve\"]", "[\"Adam\"]", "$.baselines: Adam is no optimizer of this sweep; there are Eve, base only")]
    [InlineData("\"seeds\": [101, 102],", "", "$.baselines: nothing is compared without seeds")]
    [InlineData("\"partition\"", "\"--partition\"", "$.slurm.--partition: '--partition' is no long option of sbatch")]
    [InlineData("\"partition\"", "\"array\"", "$.slurm.array: array is set by the sweep itself")]
    [InlineData("\"cpu\"", "\"cpu\\nrm\"", "which cannot be told to sbatch")]
    [InlineData("\"cpu\",", "\"cpu\"", "is no JSON of this form")]
    [InlineData("\"Ein Vergleich\"", "\"\\ud800\"", "a text in it is damaged")]
    [InlineData("\"Ein Vergleich\"", "null", "$.description: it must be a text that is not empty, but is null")]
    public void What_is_not_understood_is_refused_with_its_place_and_what_to_do(string part, string instead, string message)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(part, Whole, StringComparison.Ordinal);
        var file = folder.Write("sweep.json", Whole.Replace(part, instead, StringComparison.Ordinal));

        var error = Assert.Throws<InvalidDataException>(() => SweepDefinition.Load(file));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_grid_with_more_combinations_than_memory_has_room_for_is_refused_before_they_are_made()
    {
        var values = string.Join(',', Enumerable.Range(1, 90).Select(i => FormattableString.Invariant($"{i * 0.001}")));
        var grid = string.Join(',', ((string[])["lr", "beta1", "beta2", "eps", "weight_decay"]).Select(name => $"\"{name}\": [{values}]"));

        var error = Assert.Throws<InvalidDataException>(() => SweepReader.Read(Whole.Replace("\"lr\": [0.01, 0.1]", grid, StringComparison.Ordinal), "sweep.json"));

        Assert.Contains("$.optimizers[0].grid: it has more than 100000 combinations", error.Message, StringComparison.Ordinal);
    }
}
