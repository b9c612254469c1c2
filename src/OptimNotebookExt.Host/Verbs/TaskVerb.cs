using System.CommandLine;
using System.Globalization;
using OptimNotebookExt.Experiments;
using OptimNotebookExt.Experiments.Tasks;
using OptimNotebookExt.Host.Experiments;
using OptimNotebookExt.Host.Terminals;
using OptimNotebookExt.Optimizers;

namespace OptimNotebookExt.Host.Verbs;

/// <summary><c>optimnb experiment TASK</c>: a task of <see cref="TaskCatalog"/> with one optimizer or several, over seeds.</summary>
internal static class TaskVerb
{
    private static readonly Option<string[]> Optimizers = new("--optimizer")
    {
        Description = $"Optimizers to run, of {string.Join(", ", OptimizerChoice.Names)}.",
        AllowMultipleArgumentsPerToken = true,
        Required = true,
    };

    private static readonly Option<string[]> Set = new("--set") { Description = "A setting that every optimizer named gets, for example lr=0.05; may be given again.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string[]> Seeds = new("--seeds") { Description = "Seeds, for example 1,2,3. Default: 1.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<int?> Steps = new("--steps") { Description = "Steps of a run, over which the learning rate falls too. Default: the task's." };
    private static readonly Option<int> Threads = new("--threads") { Description = "Threads of libtorch.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string> Path = new Option<string>("--path") { Description = "How this package's optimizers step.", DefaultValueFactory = _ => "auto" }.AcceptOnlyFromAmong("auto", "reference", "fast");
    internal static readonly Option<string?> Json = new("--json") { Description = "File to write runs and manifest to; the timings go to one beside it, FILE.timings.json." };

    internal static Command Create(TrainingTask task)
    {
        var command = new Command(task.Name, task.Description) { Optimizers, Set, Seeds, Steps, Threads, Path, Json };
        // A task of its own, so that Ctrl-C is seen while the run goes on.
        command.SetAction((result, cancellation) =>
            Task.Run(() => ExperimentVerb.Guard(result, () => Run(task, result, cancellation)), CancellationToken.None));
        return command;
    }

    private static int Run(TrainingTask task, ParseResult result, CancellationToken cancellation)
    {
        var (output, json) = (result.InvocationConfiguration.Output, result.GetValue(Json));
        OutputFile.CheckFolder("--json", json);
        var (results, timings) = Compute(task, result, output, result.InvocationConfiguration.Error, cancellation);
        if (json is null)
            return ExitCode.Done;
        TaskResults.SaveTimings(json, timings);
        results.Save(json);
        output.WriteLine($"wrote {json} and {TaskResults.TimingsPath(json)}");
        return ExitCode.Done;
    }

    /// <summary>The runs of a command line, whatever it says of files to write results to.</summary>
    internal static (TaskResults Results, IReadOnlyList<TaskTiming> Timings) Compute(TrainingTask task, ParseResult result, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var settings = ParseSettings(result.GetValue(Set) ?? []);
        OptimizerChoice[] choices = [.. ListOption.Split(result.GetValue(Optimizers)).Distinct().Select(name => new OptimizerChoice(name, settings))];
        foreach (var choice in choices)
            choice.Validate();
        long[] seeds = ListOption.Seeds(result.GetValue(Seeds)) is { Length: > 0 } given ? given : [1];
        var options = new TaskRunOptions
        {
            Steps = result.GetValue(Steps),
            Threads = result.GetValue(Threads),
            Path = Enum.Parse<OptimizerPath>(result.GetValue(Path)!, ignoreCase: true),
        };
        var (runs, timings) = (new List<TaskRun>(), new List<TaskTiming>());
        ProgressDisplay.Run(output, error, choices.Length * seeds.Length, display =>
        {
            foreach (var (choice, seed) in from choice in choices from seed in seeds select (choice, seed))
            {
                var before = 0L;
                var progress = new SynchronousProgress<TaskProgress>(p =>
                {
                    display.Begin(string.Create(CultureInfo.InvariantCulture, $"{choice} seed {seed}, loss {p.Average:G4}"));
                    display.Advance((double)(p.Step - before) / p.Steps);
                    before = p.Step;
                });
                var (run, timing) = TaskRunner.Run(task, choice, seed, options, progress, cancellation);
                runs.Add(run);
                timings.Add(timing);
                display.WriteLine(TaskLine.Of(choice, run, timing));
            }
            return runs;
        });
        string[] arguments = [.. result.Tokens.Select(t => t.Value)];
        var manifest = RunManifest.Capture(seeds, commandLine: $"optimnb {string.Join(' ', arguments)}") with
        {
            Arguments = arguments,
            Threads = runs[0].Threads,
            Inputs = task.InputFiles.ToDictionary(file => System.IO.Path.GetRelativePath(Environment.CurrentDirectory, file), RunManifest.HashOf),
        };
        return (new TaskResults(runs, manifest), timings);
    }

    private static Dictionary<string, double> ParseSettings(string[] given)
    {
        var settings = new Dictionary<string, double>();
        foreach (var setting in given)
        {
            if (setting.Split('=') is not [{ Length: > 0 } name, var text] || !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                throw new ArgumentException($"--set: '{setting}' is not of the form name=number, for example lr=0.05.");
            if (!settings.TryAdd(name, value))
                throw new ArgumentException($"--set: {name} is set twice; keep one of them.");
        }
        return settings;
    }
}
