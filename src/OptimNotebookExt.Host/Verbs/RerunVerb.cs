using System.CommandLine;
using System.Globalization;
using OptimNotebookExt.Host.Experiments;
using OptimNotebookExt.Host.Notebooks;
using OptimNotebookExt.Host.Sweeps;

namespace OptimNotebookExt.Host.Verbs;

/// <summary><c>optimnb rerun MANIFEST</c>: makes a result again from its manifest, and compares the numbers.</summary>
internal static class RerunVerb
{
    private static readonly Argument<string> Manifest = new("MANIFEST") { Description = "A file that experiment … --json wrote, manifest.json of optimnb run, or of a sweep: sweep.json or a file of runs/." };
    private static readonly Option<double> Tolerance = new("--tolerance") { Description = "Relative difference of an experiment that passes; 0: every bit must be the same.", DefaultValueFactory = _ => 0 };
    private static readonly Option<string[]> Runs = new("--run") { Description = "Of sweep.json: the keys of the runs to do again. Default: all.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> Json = new("--json") { Description = "File to write the new runs and their manifest to." };

    internal static Command Create()
    {
        var command = new Command("rerun", "Makes a result again from its manifest and compares; exit code 0 if all is the same.") { Manifest, Tolerance, Runs, Json };
        command.SetAction((result, cancellation) =>
            Task.Run(() => ExperimentVerb.Guard(result, () => Run(result, cancellation)), CancellationToken.None));
        return command;
    }

    private static int Run(ParseResult result, CancellationToken cancellation)
    {
        var (file, tolerance, output, error) = (result.GetValue(Manifest)!, result.GetValue(Tolerance), result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
        if (!(double.IsFinite(tolerance) && tolerance >= 0))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"--tolerance must be at least 0, but is {tolerance}."));
        if (File.Exists(file) && RunManifestFile.IsManifest(file))
        {
            return result.GetValue(Json) is null
                ? Code(NotebookRerun.RunAsync(file, output, error, cancellation).GetAwaiter().GetResult())
                : throw new ArgumentException("--json is for the results of experiments; 'optimnb run' writes the outputs of notebooks.");
        }
        if (File.Exists(file) && SweepRerun.IsOfSweep(file))
        {
            return result.GetValue(Json) is null
                ? Code(SweepRerun.Run(file, result.GetValue(Runs) ?? [], output, error, cancellation))
                : throw new ArgumentException("--json is for the results of experiments; 'optimnb sweep' writes those of sweeps.");
        }
        var rerun = ExperimentRerun.Of(file, error, cancellation);
        if (result.GetValue(Json) is { } json)
            rerun.Save(json);

        output.WriteLine($"again: {rerun.Before.CommandLine}");
        foreach (var difference in rerun.Differences)
            output.WriteLine(difference.ToString());
        foreach (var (name, (then, here)) in rerun.Before.Differences(rerun.Now))
            output.WriteLine($"{name}: was {then}, is {here}");
        var same = rerun.Differences.Count(d => d.Largest <= tolerance);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{same} of {rerun.Differences.Count} runs are the same{(tolerance > 0 ? $" within {tolerance:G3}" : " to the bit")}"));
        return Code(same == rerun.Differences.Count);
    }

    private static int Code(bool same) => same ? ExitCode.Done : ExitCode.Failed;
}
