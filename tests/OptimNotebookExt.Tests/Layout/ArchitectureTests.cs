using System.Reflection;
using System.Text.RegularExpressions;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Tests.Safety;

namespace OptimNotebookExt.Tests.Layout;

/// <summary>Holds docs/ARCHITECTURE.md to be true: its table, and that dependencies point downwards.</summary>
[Trait(Once.Name, Once.Value)]
public sealed partial class ArchitectureTests
{
    private static readonly string[] Research =
        ["Optimizers", "Schedules", "Projections", "Layers", "Diagnostics", "Experiments", "Kernels", "Tracing", "Recording", "Checkpoints", "Replay"];

    private static readonly Lazy<HashSet<(string From, string To)>> Uses = new(FindUses);

    [Fact]
    public void Research_knows_nothing_of_who_draws_or_runs_it() => AssertNone(Research, ["Figures", "Views", "Commands", "Notebook"]);

    [Fact]
    public void Kernels_schedules_layers_and_projections_know_nothing_of_the_optimizers() =>
        AssertNone(["Kernels", "Schedules", "Layers", "Projections"], ["Optimizers", "Experiments", "Recording", "Tracing", "Checkpoints", "Replay"]);

    [Fact]
    public void Figures_are_plain_data() => AssertNone(["Figures"], [.. Research, "Views", "Commands"]);

    [Fact]
    public void Views_know_nothing_of_commands_and_hosts() => AssertNone(["Views"], ["Commands"]);

    [Fact]
    public void The_table_lists_every_folder_and_no_other()
    {
        var page = File.ReadAllLines(Repository.Path("docs", "ARCHITECTURE.md"));
        var listed = page.Select(line => TableRow().Match(line)).Where(m => m.Success).Select(m => m.Groups[1].Value);
        var folders = Directory.GetDirectories(Repository.Path("src", "OptimNotebookExt")).Select(Path.GetFileName).Where(f => f is not ("bin" or "obj"));

        Assert.Equal(folders.Order(StringComparer.Ordinal), listed.Where(l => !l.Contains('/')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_way_of_a_gradient_names_types_and_members_that_are_there()
    {
        var page = File.ReadAllText(Repository.Path("docs", "ARCHITECTURE.md")).ReplaceLineEndings("\n");
        var names = Code().Matches(page.Split("## From a gradient to a picture\n")[1].Split("\n## ")[0]).Select(m => m.Groups[1].Value).ToArray();
        var types = typeof(TorchBackendException).Assembly.GetTypes().ToLookup(t => t.Name);

        Assert.InRange(names.Length, 10, 30);
        Assert.All(names, name =>
        {
            var parts = name.Split('.');
            Assert.True(
                types.Contains(parts[0]) && parts.Skip(1).All(member => types[parts[0]].Any(t => t.GetMember(member).Length > 0))
                || typeof(ResearchOptimizer).GetMember(name, BindingFlags.Instance | BindingFlags.NonPublic).Length > 0,
                name);
        });
    }

    [Fact]
    public void The_page_is_one_page() => Assert.InRange(File.ReadAllLines(Repository.Path("docs", "ARCHITECTURE.md")).Length, 20, 80);

    private static void AssertNone(string[] from, string[] to) =>
        Assert.Empty(Uses.Value.Where(use => from.Contains(use.From) && to.Contains(use.To)).Select(use => $"{use.From} uses {use.To}"));

    /// <summary>From the IL, so that names without a using directive count too; attributes do not.</summary>
    private static HashSet<(string From, string To)> FindUses()
    {
        var uses = new HashSet<(string, string)>();
        foreach (var (caller, callees) in new AssemblyCalls(typeof(TorchBackendException).Assembly.Location).Calls)
        {
            foreach (var callee in callees)
            {
                if (FolderOf(caller) is { } from && FolderOf(callee) is { } to && from != to)
                    uses.Add((from, to));
            }
        }
        Assert.Contains(("Optimizers", "Kernels"), uses);
        return uses;
    }

    private static string? FolderOf(string method) => Folder().Match(method) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^OptimNotebookExt\.(\w+)\.\w")]
    private static partial Regex Folder();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"^\| `([\w/]+)/` \|")]
    private static partial Regex TableRow();
}
