using System.Diagnostics;
using System.Text.Json;
using OptimNotebookExt.Optimizers;

namespace OptimNotebookExt.Host.Tests.Experiments;

/// <summary>A run that is stopped or killed, and goes on in a new process, gives the bits of one that was never interrupted.</summary>
public sealed class ResumeProcessTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("optimnb");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("reference")]
    [InlineData("fast")]
    public void The_same_line_again_goes_on_to_the_same_bits(string path)
    {
        // The stable form is a preset of LearnedGradient here.
        var optimizers = OptimizerCatalog.All.Where(i => i.Name != "LearnedGradientStable" && (path == "reference" || i.Paths.Contains(OptimizerPath.Fast))).Select(i => i.Name).ToArray();
        // 160 steps, stopped fifty before the end and in the midst of an epoch.
        string[] line = ["--seeds", "42", "--epochs", "8", "--order", "reshuffled", "--optimizer", string.Join(',', optimizers), "--preset", "test,stable,ng_full_rng0", "--path", path];
        var whole = Run([.. line, "--checkpoint", InFolder("whole.safetensors"), "--json", InFolder("whole.json")]);
        string[] stopped = [.. line, "--checkpoint", InFolder("run.safetensors"), "--stop-after", "110", "--json", InFolder("run.json")];

        var first = Run(stopped);
        Assert.Contains("stopped after step 110", first, StringComparison.Ordinal);
        Assert.Contains("the same line again goes on", first, StringComparison.Ordinal);
        Assert.False(File.Exists(InFolder("run.json")));
        var second = Run(stopped);

        Assert.DoesNotContain("from step", whole, StringComparison.Ordinal);
        Assert.Contains("from step 110 on", second, StringComparison.Ordinal);
        Assert.Equal(Figures("whole.json"), Figures("run.json"));
        var files = folder.GetFiles("whole.*.safetensors").Select(f => f.Name).ToArray();
        Assert.Equal(optimizers.Length + 2, files.Length);
        Assert.All(files, f => Assert.Equal(File.ReadAllBytes(InFolder(f)), File.ReadAllBytes(InFolder(f.Replace("whole", "run", StringComparison.Ordinal)))));

        // A finished run takes no further step and says the same.
        var third = Run(stopped);
        Assert.Contains("from step 160 on", third, StringComparison.Ordinal);
        Assert.Equal(Figures("whole.json"), Figures("run.json"));
    }

    [Fact]
    public void A_killed_process_costs_at_most_ten_epochs_and_no_bit()
    {
        string[] line = ["--seeds", "7", "--epochs", "60", "--optimizer", "Cain"];
        Run([.. line, "--json", InFolder("whole.json")]);
        string[] kept = [.. line, "--checkpoint", InFolder("run.safetensors"), "--json", InFolder("run.json")];
        using (var process = Start(kept))
        {
            while (!File.Exists(InFolder("run.safetensors")) && !process.HasExited)
                Thread.Sleep(1);
            process.Kill();
            process.WaitForExit();
        }
        File.Delete(InFolder("run.json"));

        Assert.Contains("from step", Run(kept), StringComparison.Ordinal);

        Assert.Equal(Figures("whole.json"), Figures("run.json"));
    }

    private string InFolder(string name) => Path.Combine(folder.FullName, name);

    private static string Run(string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    private static Process Start(string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "optimnb.dll"), "experiment", "eve-cain", .. arguments]) { RedirectStandardOutput = true })!;

    /// <summary>The numbers of every run, as the file spells them.</summary>
    private string[] Figures(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(InFolder(name)));
        return
        [
            .. from run in document.RootElement.GetProperty("runs").EnumerateArray()
               from field in (string[])["optimizer", "preset", "seed", "avg_loss", "final", "eval_loss", "norms", "log_stddev", "last_lr", "steps"]
               select $"{field}: {run.GetProperty(field).GetRawText()}",
        ];
    }
}
