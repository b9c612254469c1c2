using System.CommandLine;
using OptimNotebookExt.Experiments.Sweeps;
using OptimNotebookExt.Host.Reports;
using OptimNotebookExt.Host.Sweeps;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Host.Verbs;

/// <summary><c>optimnb report</c>: turns results into one self-contained HTML page and prints the final table.</summary>
internal static class ReportVerb
{
    internal static Command Create()
    {
        var results = new Option<string>("--results") { Description = "What 'optimnb experiment --json FILE' wrote, or sweep.json of 'optimnb sweep'.", Required = true };
        var replay = new Option<string?>("--replay") { Description = "What 'optimnb replay' printed." };
        var pyTorch = new Option<string[]>("--pytorch") { Description = "Golden experiment files, for PyTorch's curves beside ours.", AllowMultipleArgumentsPerToken = true };
        var output = new Option<string>("--out") { Description = "The HTML file to write.", Required = true };
        var command = new Command("report", "Writes the results of an experiment as one HTML page and prints the final table.") { results, replay, pyTorch, output };
        command.SetAction(parsed => ExperimentVerb.Guard(parsed, () => Run(
            parsed.GetRequiredValue(results), parsed.GetValue(replay), parsed.GetValue(pyTorch) ?? [], parsed.GetRequiredValue(output),
            parsed.InvocationConfiguration.Output)));
        return command;
    }

    private static int Run(string results, string? replay, string[] pyTorch, string path, TextWriter output)
    {
        if (File.Exists(results) && SweepRerun.IsOfSweep(results))
            return WriteSweep(SweepResults.Load(results), path, output);
        var data = ReportData.Read(results, replay, pyTorch);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.WriteAllText(path, HtmlReport.Render(data));
        ReportConsole.Write(FinalTable.Of(data), output);
        output.WriteLine(path);
        return ExitCode.Done;
    }

    private static int WriteSweep(SweepResults results, string path, TextWriter output)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.WriteAllText(path, SweepPage.Render(results));
        output.WriteLine(new SweepView(results).ToString());
        output.WriteLine(path);
        return ExitCode.Done;
    }
}
