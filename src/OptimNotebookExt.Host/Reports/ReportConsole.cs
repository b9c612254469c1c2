using OptimNotebookExt.Host.Terminals;
using Spectre.Console;

namespace OptimNotebookExt.Host.Reports;

/// <summary>Tables on the terminal; plain text where the output is redirected.</summary>
internal static class ReportConsole
{
    private const int WidthOfFiles = 200;

    internal static void Write(ReportTable table, TextWriter output)
    {
        var terminal = Terminal.Shows(output);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            Out = new AnsiConsoleOutput(output),
        });
        // A file has no width, so nothing is wrapped there.
        if (!terminal)
            console.Profile.Width = WidthOfFiles;
        var view = new Table().Border(TableBorder.Simple);
        foreach (var (name, numeric) in table.Columns)
        {
            var column = new TableColumn(new Text(name)).NoWrap();
            view.AddColumn(numeric ? column.RightAligned() : column);
        }
        foreach (var row in table.Rows)
            view.AddRow(row.Select(text => new Text(text)));
        console.Write(view);
    }
}
