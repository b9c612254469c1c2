using System.CommandLine;
using System.Globalization;
using OptimNotebookExt.Experiments;
using OptimNotebookExt.Experiments.EveCain;
using OptimNotebookExt.Host.Experiments;
using OptimNotebookExt.Host.Notebooks;

namespace OptimNotebookExt.Host.Verbs;

/// <summary><c>optimnb rerun MANIFEST</c>: makes a result again from its manifest, and compares the numbers.</summary>
internal static class RerunVerb
{
    private static readonly Argument<string> Manifest = new("MANIFEST") { Description = "A file that experiment … --json wrote, or manifest.json of optimnb run." };
    private static readonly Option<double> Tolerance = new("--tolerance") { Description = "Relative difference of an experiment that passes; 0: every bit must be the same.", DefaultValueFactory = _ => 0 };
    private static readonly Option<string?> Json = new("--json") { Description = "File to write the new runs and their manifest to." };

    internal static Command Create()
    {
        var command = new Command("rerun", "Makes a result again from its manifest and compares; exit code 0 if all is the same.") { Manifest, Tolerance, Json };
        command.SetAction((result, cancellation) =>
            Task.Run(() => ExperimentVerb.Guard(result, () => Run(result, cancellation)), CancellationToken.None));
        return command;
    }

    private static int Run(ParseResult result, CancellationToken cancellation)
    {
        var (file, tolerance, output) = (result.GetValue(Manifest)!, result.GetValue(Tolerance), result.InvocationConfiguration.Output);
        if (!(double.IsFinite(tolerance) && tolerance >= 0))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"--tolerance must be at least 0, but is {tolerance}."));
        if (File.Exists(file) && RunManifestFile.IsManifest(file))
        {
            return result.GetValue(Json) is null
                ? NotebookRerun.RunAsync(file, output, cancellation).GetAwaiter().GetResult() ? 0 : 1
                : throw new ArgumentException("--json is for the results of experiments; 'optimnb run' writes the outputs of notebooks.");
        }
        var before = EveCainResults.Load(file);
        var now = EveCainVerb.Compute(Parse(file, before.Manifest), TextWriter.Null, cancellation)
            ?? throw new InvalidDataException($"{file}: the command line of the manifest stops before the end of its runs.");
        if (result.GetValue(Json) is { } json)
            now.Save(json);

        output.WriteLine($"again: {before.Manifest.CommandLine}");
        var differences = RunComparison.All(before.Runs, now.Runs);
        foreach (var difference in differences)
            output.WriteLine(difference.ToString());
        foreach (var (name, (then, here)) in before.Manifest.Differences(now.Manifest))
            output.WriteLine($"{name}: was {then}, is {here}");
        var same = differences.Count(d => d.Largest <= tolerance);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{same} of {differences.Count} runs are the same{(tolerance > 0 ? $" within {tolerance:G3}" : " to the bit")}"));
        return same == differences.Count ? 0 : 1;
    }

    /// <summary>The manifest's command line, without what it wrote.</summary>
    private static ParseResult Parse(string file, RunManifest manifest)
    {
        if (manifest.Arguments is not ["experiment", "eve-cain", ..])
            throw new InvalidDataException($"{file}: the manifest has no arguments of 'optimnb experiment eve-cain' to run again.");
        foreach (var (input, hash) in manifest.Inputs)
        {
            if (!File.Exists(input))
                throw new FileNotFoundException($"{file}: the input {input} is not here; run from the folder the result was made in.");
            if (RunManifest.HashOf(input) != hash)
                throw new InvalidDataException($"{file}: the input {input} has changed since the result was made.");
        }
        var written = new Option[] { EveCainVerb.Json, EveCainVerb.Checkpoint, EveCainVerb.StopAfter }.Select(o => o.Name).ToHashSet();
        var arguments = new List<string>();
        for (var i = 0; i < manifest.Arguments.Count; i++)
        {
            var name = manifest.Arguments[i].Split('=')[0];
            if (!written.Contains(name))
                arguments.Add(manifest.Arguments[i]);
            else if (name == manifest.Arguments[i])
                i++;
        }
        var parsed = new RootCommand { ExperimentVerb.Create() }.Parse(arguments);
        return parsed.Errors.Count == 0
            ? parsed
            : throw new InvalidDataException($"{file}: the manifest's command line is not understood: {parsed.Errors[0].Message}");
    }
}
