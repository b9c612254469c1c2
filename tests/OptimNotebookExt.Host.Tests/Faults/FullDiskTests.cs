using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using OptimNotebookExt.Host.Kernels.Wire;
using OptimNotebookExt.Host.Tests.Reports;
using OptimNotebookExt.Host.Verbs;

namespace OptimNotebookExt.Host.Tests.Faults;

/// <summary>A full disk: one sentence, exit code 1, the files of before and nothing else.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SmallDiskFact]
    public void The_executed_notebook_and_its_page_stay_where_a_longer_one_does_not_fit()
    {
        using var disk = SmallDisk.Mount();
        var before = Written(disk, "1");
        disk.Fill(left: 20_000);

        var (code, said) = Run(Notebook("new string('x', 60_000)"), disk.Root);

        Assert.Equal(1, code);
        // As the runtime says it, which asks for the room of longer files beforehand.
        Assert.Matches(@"^optimnb: \S+trial\.ipynb was not written, and is as it was before: (No space left on device|.*because the disk was full)\.\n$", said);
        Assert.DoesNotContain(".tmp", said, StringComparison.Ordinal);
        Unchanged(before, disk);
    }

    [SmallDiskFact]
    public void A_page_that_does_not_fit_leaves_the_one_of_before_and_the_notebook_that_fitted()
    {
        using var disk = SmallDisk.Mount();
        var before = Written(disk, "1");
        disk.Fill(left: 8_000);

        var (code, said) = Run(Notebook("2"), disk.Root);

        Assert.Equal(1, code);
        Assert.Matches(@"^optimnb: \S+trial\.html was not written, and is as it was before: No space left on device\.\n$", said);
        Assert.Contains("\"2\"", File.ReadAllText(disk.File("trial.ipynb")), StringComparison.Ordinal);
        before.Remove("trial.ipynb");
        Unchanged(before, disk, "trial.ipynb");
    }

    [SmallDiskFact]
    public void The_manifest_stays()
    {
        using var disk = SmallDisk.Mount();
        var before = Written(disk, "1");
        var second = _folder.Write("other.ipynb", File.ReadAllText(Notebook("1")));
        // Room for the other notebook and its page, and nothing behind them.
        disk.Fill(left: Pages(disk.File("trial.ipynb")) + Pages(disk.File("trial.html")));

        var (code, said) = Run(second, disk.Root);

        Assert.Equal(1, code);
        Assert.Contains("was not written, and is as it was before: No space left on device.", said, StringComparison.Ordinal);
        Unchanged(before, disk, "other.ipynb", "other.html");
    }

    [SmallDiskFact]
    public void Results_and_checkpoints_of_an_experiment_stay()
    {
        using var disk = SmallDisk.Mount();
        var json = disk.File("results.json");
        File.WriteAllText(json, "of before");
        File.WriteAllText(disk.File("run.safetensors.of.before"), "");
        disk.Fill(left: 0);

        var (code, said) = Invoke("eve-cain", "--optimizer", "Eve", "--seeds", "1", "--epochs", "1", "--json", json);
        Assert.Equal(1, code);
        Assert.Matches(@"^optimnb: \S+results\.json was not written, and is as it was before: No space left on device\.$", said.TrimEnd().Split('\n')[^1]);
        Assert.Equal("of before", File.ReadAllText(json));

        var (stopped, why) = Invoke("eve-cain", "--optimizer", "Eve", "--seeds", "1", "--epochs", "1", "--checkpoint", disk.File("run.safetensors"), "--stop-after", "5");
        Assert.Equal(1, stopped);
        Assert.Matches(@"^optimnb: \S+run\.safetensors was not written, and is as it was before: No space left on device\.$", why.TrimEnd().Split('\n')[^1]);
        Assert.Equal(["filler", "results.json", "run.safetensors.of.before"], Names(disk));
    }

    private static int Pages(string file) => (int)((new FileInfo(file).Length + 4095) / 4096 * 4096);

    private static (int Code, string Said) Invoke(params string[] arguments)
    {
        var output = new StringWriter();
        return (ExperimentVerb.Create().Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = output }), output.ToString());
    }

    /// <summary>A run that fitted, and what it wrote.</summary>
    private Dictionary<string, byte[]> Written(SmallDisk disk, string code)
    {
        Assert.Equal((0, ""), Run(Notebook(code), disk.Root));
        return Names(disk).ToDictionary(n => n, n => File.ReadAllBytes(disk.File(n)));
    }

    private static void Unchanged(Dictionary<string, byte[]> before, SmallDisk disk, params string[] besides)
    {
        Assert.Empty(Names(disk).Except([.. before.Keys, "filler", .. besides]));
        Assert.All(before, file => Assert.Equal(file.Value, File.ReadAllBytes(disk.File(file.Key))));
    }

    private static string[] Names(SmallDisk disk) => [.. Directory.GetFileSystemEntries(disk.Root).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];

    /// <summary>The program itself, whose own process says what its child could not write.</summary>
    private static (int Code, string Said) Run(string notebook, string output)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(ConnectionInfo).Assembly.Location, "run", notebook, "--out", output]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEndAsync();
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }

    private string Notebook(string code) => _folder.Write("trial.ipynb", new JsonObject
    {
        ["cells"] = new JsonArray(new JsonObject { ["cell_type"] = "code", ["metadata"] = new JsonObject(), ["source"] = code, ["outputs"] = new JsonArray(), ["execution_count"] = null }),
        ["metadata"] = new JsonObject(),
        ["nbformat"] = 4,
        ["nbformat_minor"] = 5,
    }.ToJsonString());
}
