using System.CommandLine;
using OptimNotebookExt.Host.Histories;
using OptimNotebookExt.Recording;

namespace OptimNotebookExt.Host.Verbs;

/// <summary><c>optimnb history</c>: prints a recorded run, or writes its columns for other programs.</summary>
internal static class HistoryVerb
{
    internal static Command Create()
    {
        var file = new Argument<string>("file") { Description = "What History.SaveJson wrote." };
        var csv = new Option<string?>("--csv") { Description = "The CSV file to write." };
        var parquet = new Option<string?>("--parquet") { Description = "The Parquet file to write; pandas, polars and DuckDB read it." };
        var command = new Command("history", "Prints a recorded history, or writes its columns as CSV or Parquet.") { file, csv, parquet };
        command.SetAction(parsed => ExperimentVerb.Guard(parsed, () => Run(
            parsed.GetRequiredValue(file), parsed.GetValue(csv), parsed.GetValue(parquet), parsed.InvocationConfiguration.Output)));
        return command;
    }

    private static int Run(string file, string? csv, string? parquet, TextWriter output)
    {
        var history = History.LoadJson(file);
        if (csv is not null)
            history.SaveCsv(csv);
        if (parquet is not null)
            AtomicFile.WriteAllBytes(parquet, HistoryParquet.WriteAsync(history).GetAwaiter().GetResult());
        if (csv is null && parquet is null)
            output.WriteLine(history);
        foreach (var written in new[] { csv, parquet }.OfType<string>())
            output.WriteLine(written);
        return ExitCode.Done;
    }
}
