using System.Globalization;
using OptimNotebookExt.Experiments.EveCain;
using Spectre.Console;

namespace OptimNotebookExt.Host.Experiments;

/// <summary>The table at the end: a row for every preset, PyTorch's figures beside it where the runs are of the same kind.</summary>
internal static class EveCainTable
{
    private const int WidthOfFiles = 160;

    internal static void Write(TextWriter output, IEnumerable<EveCainSummary> summaries, bool compare)
    {
        var table = new Table().Border(TableBorder.Markdown);
        foreach (var column in (string[])["optimizer", "preset", "seeds", "epoch 50", "100", "final [min..max]", "PyTorch: 50", "100", "final [min..max]"])
            table.AddColumn(new TableColumn(column.EscapeMarkup()).NoWrap());
        foreach (var s in summaries)
        {
            string[] reference = compare && EveCainReference.Find(s.Optimizer, s.Preset) is { } r
                ? [Number(r.Epoch50), Number(r.Epoch100), Range(r.Final, r.Minimum, r.Maximum)]
                : ["", "", ""];
            string[] cells =
            [
                s.Optimizer, s.Preset, s.Seeds.ToString(CultureInfo.InvariantCulture),
                Number(s.Epoch50), Number(s.Epoch100), Range(s.Final, s.Minimum, s.Maximum),
                .. reference,
            ];
            table.AddRow([.. cells.Select(c => c.EscapeMarkup())]);
        }
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = Math.Max(console.Profile.Width, WidthOfFiles);
        console.Write(table);
    }

    private static string Number(double value) => double.IsNaN(value) ? "-"
        : value.ToString(value >= 1000 ? "F0" : "G3", CultureInfo.InvariantCulture);

    private static string Range(double mean, double minimum, double maximum) => $"{Number(mean)} [{Number(minimum)}..{Number(maximum)}]";
}
