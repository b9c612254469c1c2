using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using OptimNotebookExt.Experiments.Sweeps;
using OptimNotebookExt.Experiments.Tasks;
using OptimNotebookExt.Host.Verbs;
using OptimNotebookExt.Tests;

namespace OptimNotebookExt.Host.Tests.Sweeps;

/// <summary>A folder with a small sweep, and the tool as a process of its own.</summary>
internal sealed class SweepFolderFixture : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("optimnb");

    /// <param name="steps">Steps of a run: five take some ten milliseconds.</param>
    internal SweepFolderFixture(int steps = 5) => Write(Definition with { Steps = steps });

    /// <summary>Three optimizers, two points, one seed for tuning and two to compare: twelve runs.</summary>
    internal static SweepDefinition Definition { get; } = new()
    {
        Name = "small",
        Task = "quadratic",
        Optimizers = [Optimizer("Eve"), Optimizer("LearnedGradientStable"), Optimizer("AdamW")],
        TuneSeeds = [1],
        Seeds = [11, 12],
        Baselines = ["AdamW"],
    };

    /// <summary>The folder of data that the tool is told of.</summary>
    internal string Data { get; init; } = Repository.Path("data");

    internal string SweepFile => In("small.json");

    internal void Write(SweepDefinition sweep) => sweep.Save(SweepFile);

    internal string In(params string[] parts) => Path.Combine([_folder.FullName, .. parts]);

    internal string[] Runs(string results) => [.. Directory.GetFiles(In(results, "runs")).Order(StringComparer.Ordinal)];

    /// <summary>The tool in a process.</summary>
    // A shell lets what it runs in the background ignore interrupts, and so would all that comes of it: env takes that back.
    internal Process Start(string results, params string[] more) => Process.Start(
        new ProcessStartInfo(
            OperatingSystem.IsLinux() ? "env" : "dotnet",
            [.. OperatingSystem.IsLinux() ? ["--default-signal=INT", "dotnet"] : Array.Empty<string>(), Path.Combine(AppContext.BaseDirectory, "optimnb.dll"), "sweep", SweepFile, "--out", In(results), .. more])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [TaskData.Variable] = Data },
        })!;

    internal (int Code, string Output, string Error) Run(string results, params string[] more)
    {
        using var process = Start(results, more);
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    /// <summary>A verb within this process.</summary>
    internal static (int Code, string Output, string Error) Invoke(params string[] arguments)
    {
        var (output, error) = (new StringWriter(CultureInfo.InvariantCulture), new StringWriter(CultureInfo.InvariantCulture));
        var code = OptimnbCommand.Create().Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static SweepOptimizer Optimizer(string name) => new(name, name, new Dictionary<string, double>(), [new SweepAxis("lr", [0.03, 0.1])]);
}
