namespace OptimNotebookExt.Host.Reports;

/// <summary>The log-stddev of the trained weights, one row for each run that has it.</summary>
internal static class StddevTable
{
    internal static ReportTable Of(ReportData data)
    {
        var runs = data.Results.Runs.Where(run => run.LogStddev.Count > 0).ToArray();
        var names = runs.SelectMany(run => run.LogStddev.Select(pair => pair.Key)).Distinct().ToArray();
        return new(
            [ReportTable.Text("optimizer"), ReportTable.Text("preset"), ReportTable.Number("seed"), .. names.Select(ReportTable.Number)],
            [.. runs.Select(run => (string[])[run.Optimizer, run.Preset, Numbers.Invariant($"{run.Seed}"), .. names.Select(name => Value(run, name))])]);
    }

    private static string Value(ExperimentRun run, string name) =>
        run.LogStddev.Where(pair => pair.Key == name).Select(pair => Numbers.Short(pair.Value)).FirstOrDefault(Numbers.Missing);
}
