using Spectre.Console;

namespace OptimNotebookExt.Host.Reports;

/// <summary>Tables on the terminal; plain text where the output is redirected.</summary>
internal static class ReportConsole
{
    internal static void Write(ReportTable table, IAnsiConsole console)
    {
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

    /// <summary>The console of the process. A log has no width, so a redirected table is never wrapped.</summary>
    internal static IAnsiConsole Create()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
            console.Profile.Width = 200;
        return console;
    }
}
