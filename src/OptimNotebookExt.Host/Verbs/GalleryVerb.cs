using System.CommandLine;
using System.Globalization;
using OptimNotebookExt.Host.Gallery;
using OptimNotebookExt.Host.Terminals;
using TorchSharp;

namespace OptimNotebookExt.Host.Verbs;

/// <summary><c>optimnb gallery</c>: every view and figure on example data, as one page.</summary>
internal static class GalleryVerb
{
    internal static Command Create()
    {
        var output = new Option<string>("--out") { Description = "The folder to write index.html, figures/ and gallery.json to.", Required = true };
        var plotly = new Option<string?>("--plotly") { Description = "A file with plotly.js to write into the page, so that figures are interactive without a network." };
        var command = new Command("gallery", "Draws every view and figure on example data as one page.") { output, plotly };
        command.SetAction(parsed => ExperimentVerb.Guard(parsed, () => Run(
            parsed.GetRequiredValue(output), parsed.GetValue(plotly), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error)));
        return command;
    }

    private static int Run(string folder, string? plotly, TextWriter output, TextWriter error)
    {
        TorchBackend.EnsureLoaded();
        // One thread, so that sums are taken in the same order everywhere.
        torch.set_num_threads(1);
        var items = ProgressDisplay.Run(output, error, GalleryCatalog.Entries.Count(), display => GalleryWriter.Write(folder, plotly, entry =>
        {
            display.Begin(entry.Name);
            display.Advance();
        }));
        var largest = items.MaxBy(i => i.HtmlBytes)!;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{items.Count} entries, {items.Sum(i => i.Images.Count)} images; the largest entry is {largest.Entry.Name} with {largest.HtmlBytes} bytes"));
        output.WriteLine(Path.Combine(folder, "index.html"));
        return ExitCode.Done;
    }
}
