using System.CommandLine;
using System.Globalization;
using OptimNotebookExt.Host.Bench;
using OptimNotebookExt.Host.Terminals;
using OptimNotebookExt.Projections;
using TorchSharp;

namespace OptimNotebookExt.Host.Verbs;

/// <summary><c>optimnb pgp</c>: what the solvers of P·G·P = C take for batches of matrices, and how well it then holds.</summary>
internal static class PgpVerb
{
    private const long ElementsOfABatch = 1 << 20;

    internal static Command Create()
    {
        var sizes = new Option<long[]>("--sizes") { Description = "Sizes of the matrices.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [33, 64, 128, 256, 512, 1024] };
        var device = DeviceOption.Create("Where they are solved: cpu or cuda.");
        var rounds = new Option<int>("--rounds") { Description = "Rounds, of which the median is told.", DefaultValueFactory = _ => 3 };
        var json = new Option<FileInfo?>("--json") { Description = "Writes the figures to this file too." };
        rounds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError("--rounds must be at least 1.");
        });
        sizes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long[]>()?.Any(n => n is < 1 or > 8192) == true)
                result.AddError("--sizes must be from 1 to 8192.");
        });
        var command = new Command("pgp", "Times the solvers of P·G·P = C on batches of random covariances, about a million elements each.")
        {
            sizes, device, rounds, json,
        };
        command.SetAction(result => Run(result.GetValue(sizes)!, result.GetValue(device)!, result.GetValue(rounds), result.GetValue(json), result.InvocationConfiguration.Output, result.InvocationConfiguration.Error));
        return command;
    }

    private static int Run(long[] sizes, string device, int rounds, FileInfo? json, TextWriter output, TextWriter error)
    {
        if (DeviceOption.IsMissing(device, error))
            return ExitCode.Unusable;
        var bench = new PgpBench(device == "cuda" ? BenchDevice.Cuda : BenchDevice.Cpu, rounds);
        output.WriteLine("| device | size | batch | dtype | solver | ms (median) | min–max | residual |");
        output.WriteLine("|---|---|---|---|---|---|---|---|");
        var rows = new List<PgpRow>();
        var cases = (from size in sizes
                     from dtype in (torch.ScalarType[])[torch.ScalarType.Float32, torch.ScalarType.Float64]
                     from solver in Enum.GetValues<ProjectionSolver>()
                     select (size, dtype, solver)).ToArray();
        ProgressDisplay.Run(output, error, cases.Length, display =>
        {
            foreach (var (size, dtype, solver) in cases)
            {
                display.Begin(string.Create(CultureInfo.InvariantCulture, $"{size} × {size}, {dtype}, {solver}"));
                var row = bench.Run(size, Math.Max(1, ElementsOfABatch / (size * size)), dtype, solver);
                rows.Add(row);
                display.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {row.Device} | {row.Size} | {row.Batch} | {row.Dtype} | {row.Solver} | {row.MsMedian:0.00} | {row.MsMin:0.00}–{row.MsMax:0.00} | {row.Residual:0.0e+00} |"));
                display.Advance();
            }
            return rows;
        });
        if (json is not null)
            JsonFile.Write(json.FullName, new { rows });
        return ExitCode.Done;
    }
}
