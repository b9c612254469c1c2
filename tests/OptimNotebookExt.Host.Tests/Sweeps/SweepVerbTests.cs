using System.Diagnostics;

namespace OptimNotebookExt.Host.Tests.Sweeps;

public sealed class SweepVerbTests
{
    private const int All = 12;

    [Fact]
    public void One_process_two_processes_and_two_sweeps_at_once_give_the_same_bytes()
    {
        using var folder = new SweepFolderFixture();
        var (code, output, error) = folder.Run("one", "--processes", "1");
        Assert.True(code == 0, error);
        Assert.Contains("12 of 12 runs done", output, StringComparison.Ordinal);
        Assert.Contains("[12/12] AdamW lr=0.1 seed 12: ", output, StringComparison.Ordinal);
        Assert.Equal(All, folder.Runs("one").Length);
        Assert.Empty(Directory.GetFiles(folder.In("one", "claims")));

        using (var other = folder.Start("two", "--processes", "1"))
        {
            var (_, mine, _) = folder.Run("two", "--processes", "1");
            var theirs = other.StandardOutput.ReadToEnd();
            other.WaitForExit();
            Assert.Equal(0, other.ExitCode);
            // Every run was done by one of them, and by one alone.
            Assert.Equal(All, Done(mine) + Done(theirs));
        }

        Assert.Equal(File.ReadAllBytes(folder.In("one", "sweep.json")), File.ReadAllBytes(folder.In("two", "sweep.json")));
        Assert.Equal(folder.Runs("one").Select(File.ReadAllText), folder.Runs("two").Select(File.ReadAllText));
        Assert.NotEqual(File.ReadAllText(folder.In("one", "sweep.timings.json")), File.ReadAllText(folder.In("two", "sweep.timings.json")));
    }

    [Fact]
    public void A_sweep_killed_at_any_moment_goes_on_and_repeats_nothing()
    {
        using var folder = new SweepFolderFixture(steps: 40);
        Assert.Equal(0, folder.Run("whole", "--processes", "2").Code);
        var random = new Random(5);
        var killed = 0;
        for (var attempt = 0; attempt < 4; attempt++)
        {
            var before = Times(folder);
            using var process = folder.Start("killed", "--processes", "2");
            // In the midst of the runs: a process needs half a second before the first.
            if (!process.WaitForExit(TimeSpan.FromMilliseconds(400 + random.Next(900))))
            {
                // By turns the tool alone, whose workers must end by themselves, and all of them.
                process.Kill(entireProcessTree: attempt % 2 == 0);
                killed++;
            }
            process.WaitForExit();
            var after = Times(folder);
            Assert.All(before, run => Assert.Equal(run.Value, after[run.Key]));
        }
        Assert.True(killed > 0, "no process was killed: give it more steps");

        var done = Times(folder);
        var (code, output, _) = folder.Run("killed", "--processes", "2");

        Assert.Equal(0, code);
        Assert.All(done, run => Assert.Equal(run.Value, Times(folder)[run.Key]));
        Assert.True(Done(output) <= All - done.Count, output);
        Assert.Equal(File.ReadAllBytes(folder.In("whole", "sweep.json")), File.ReadAllBytes(folder.In("killed", "sweep.json")));
        Assert.Equal(folder.Runs("whole").Select(File.ReadAllText), folder.Runs("killed").Select(File.ReadAllText));
        // Nothing half written is left either.
        Assert.Empty(Directory.GetFiles(folder.In("killed"), "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void Data_that_is_not_there_is_said_once_before_any_run()
    {
        using var folder = new SweepFolderFixture { Data = "/nowhere" };
        folder.Write(SweepFolderFixture.Definition with { Task = "characters" });

        var (code, _, error) = folder.Run("out");

        Assert.Equal(1, code);
        Assert.Contains("characters/text.txt is not in /nowhere", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal("", string.Join(' ', Directory.Exists(folder.In("out", "failed")) ? Directory.GetFiles(folder.In("out", "failed")) : []));
    }

    [Fact]
    public void An_interrupted_sweep_stops_in_order_and_takes_its_workers_along()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var folder = new SweepFolderFixture(steps: 200_000);
        using var process = folder.Start("out", "--processes", "2");
        Wait(() => Directory.Exists(folder.In("out", "claims")) && Directory.GetFiles(folder.In("out", "claims")).Length == 2);

        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            kill.WaitForExit();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(130, process.ExitCode);
        Assert.Contains("0 of 12 runs done", output, StringComparison.Ordinal);
        Assert.Contains("stopped; the same line again goes on", output, StringComparison.Ordinal);
        Assert.Empty(folder.Runs("out"));
        // Nobody holds a run any more.
        Assert.DoesNotContain("under way", SweepFolderFixture.Invoke("sweep", folder.SweepFile, "--out", folder.In("out"), "--status").Output, StringComparison.Ordinal);
    }

    private static int Done(string output) => output.Split('\n').Count(line => line.StartsWith('['));

    private static Dictionary<string, DateTime> Times(SweepFolderFixture folder) =>
        Directory.Exists(folder.In("killed", "runs")) ? folder.Runs("killed").Where(f => f.EndsWith(".json", StringComparison.Ordinal)).ToDictionary(f => f, File.GetLastWriteTimeUtc) : [];

    private static void Wait(Func<bool> condition)
    {
        for (var i = 0; i < 600 && !condition(); i++)
            Thread.Sleep(100);
        Assert.True(condition());
    }
}
