using OptimNotebookExt.Experiments.Sweeps;
using OptimNotebookExt.Experiments.Tasks;
using OptimNotebookExt.Optimizers;

namespace OptimNotebookExt.Tests.Experiments.Sweeps;

/// <summary>The sweeps of this repository, and their results where they are complete.</summary>
public sealed class CommittedSweepTests
{
    /// <summary>How much the settings of one optimizer matter: grids alone, nothing is compared (docs/LEARNING-RATES.md).</summary>
    private const string Rates = "rates-";

    public static TheoryData<string> Comparisons => [.. Files.Where(f => !f.StartsWith(Rates, StringComparison.Ordinal))];

    public static TheoryData<string> Grids => [.. Files.Where(f => f.StartsWith(Rates, StringComparison.Ordinal))];

    private static IEnumerable<string> Files => Directory.GetFiles(Repository.Path("data", "sweeps"), "*.json").Select(f => Path.GetFileName(f)).Order();

    [Theory, MemberData(nameof(Comparisons))]
    public void A_sweep_gives_every_optimizer_six_rates_and_ten_fresh_seeds(string file)
    {
        var sweep = SweepDefinition.Load(Repository.Path("data", "sweeps", file));

        Assert.Equal(Path.GetFileNameWithoutExtension(file), sweep.Name);
        Assert.All(sweep.Optimizers, o => Assert.Equal(6, o.Points.Count));
        Assert.True(sweep.Seeds.Count >= 10);
        // The seeds of docs/LEARNED-GRADIENT.md chose the form and its defaults.
        Assert.DoesNotContain(sweep.Seeds, seed => seed is 42 or < 15);
        Assert.Empty(OptimizerChoice.Names.Except(sweep.Optimizers.Select(o => o.Optimizer)));
        Assert.Contains("AdamW", sweep.Baselines);
    }

    [Theory, MemberData(nameof(Grids))]
    public void A_grid_of_rates_is_five_by_five_around_the_defaults(string file)
    {
        var sweep = SweepDefinition.Load(Repository.Path("data", "sweeps", file));

        Assert.Equal(Path.GetFileNameWithoutExtension(file), sweep.Name);
        Assert.Empty(sweep.Seeds);
        Assert.All(sweep.Optimizers, o =>
        {
            Assert.Equal([5, 5], o.Grid.Select(axis => axis.Values.Count));
            Assert.True(OptimizerCatalog.TryGet(o.Optimizer, out var optimizer));
            Assert.All(o.Grid, axis => Assert.InRange(optimizer.Options.Single(option => option.Name == axis.Name).Default, axis.Values.Min(), axis.Values.Max()));
        });
    }

    [Fact]
    public void Results_are_whole_and_of_their_sweeps()
    {
        var folder = new DirectoryInfo(Repository.Path("data", "results", "sweeps"));

        Assert.All(folder.Exists ? folder.GetDirectories() : [], results => MustBeWhole(results.Name));
    }

    private static void MustBeWhole(string name)
    {
        var results = SweepResults.Load(Repository.Path("data", "results", "sweeps", name, "sweep.json"));
        var sweep = SweepDefinition.Load(Repository.Path("data", "sweeps", name + ".json"));

        Assert.Equal(SweepWriter.Text(sweep), SweepWriter.Text(results.Definition));
        Assert.True(results.IsComplete);
        Assert.Equal(results.Rows.Select(r => r.Key), results.Timings.Select(t => t.Key));
        // The best settings follow from the tuning, and the keys from what was run.
        var tuned = results.Rows.Where(r => r.Phase == SweepPhase.Tune).ToDictionary(r => r.Key, r => r.Value);
        var runs = SweepPlan.Tuning(sweep).Concat(sweep.Optimizers.SelectMany(o => SweepPlan.Best(sweep, o, SweepPlan.BestPoint(sweep, o, run => tuned[run.Key])!)));
        Assert.Equal(runs.Select(r => r.Key), results.Rows.Select(r => r.Key));
    }
}
