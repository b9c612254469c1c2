using System.CommandLine;
using OptimNotebookExt.Host.Notebooks.Reports;

namespace OptimNotebookExt.Host.Verbs;

/// <summary><c>optimnb index</c>: the page that <c>run.sh</c> ends with.</summary>
internal static class IndexVerb
{
    internal static Command Create()
    {
        var output = new Option<string>("--out") { Description = "The folder with notebooks/, gallery/ and report.html; index.html is written there.", Required = true };
        var command = new Command("index", "Writes one page that links executed notebooks, gallery and report.") { output };
        command.SetAction(parsed => ExperimentVerb.Guard(parsed, () =>
        {
            var folder = Path.GetFullPath(parsed.GetRequiredValue(output));
            var page = Path.Combine(folder, "index.html");
            AtomicFile.WriteAllText(page, IndexPage.Render(folder, Path.Combine(folder, "notebooks"),
            [
                (Path.Combine(folder, "report.html"), "The experiment", "The draft's experiment beside PyTorch, and the replay of the reference data."),
                (Path.Combine(folder, "gallery", "index.html"), "The gallery", "Every view and figure on example data."),
            ]));
            parsed.InvocationConfiguration.Output.WriteLine(page);
            return ExitCode.Done;
        }));
        return command;
    }
}
