// What views and figures cost against their budgets. Usage: ViewCost [--rounds 9] [--threads 2] [--json FILE]
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OptimNotebookExt;
using OptimNotebookExt.Experiments;
using TorchSharp;
using ViewCost;

TorchBackend.EnsureLoaded();
if (args is ["--first"])
{
    Console.WriteLine(Cases.First().Once().ToString("R", CultureInfo.InvariantCulture));
    return;
}
var options = args.Chunk(2).ToDictionary(a => a[0], a => a.Length == 2 ? a[1] : throw new ArgumentException($"{a[0]} needs a value."));
if (options.Keys.Except(["--rounds", "--threads", "--json"]).FirstOrDefault() is { } unknown)
    throw new ArgumentException($"{unknown} is unknown: --rounds N, --threads N, --json FILE.");
var rounds = int.Parse(options.GetValueOrDefault("--rounds", "9"), CultureInfo.InvariantCulture);
var threads = int.Parse(options.GetValueOrDefault("--threads", "2"), CultureInfo.InvariantCulture);
torch.set_num_threads(threads);

Console.WriteLine($"{threads} threads, {rounds} rounds; from the tensors to the HTML");
Console.WriteLine($"{"what",-52} {"ms median",10} {"min",8} {"max",8} {"budget",8} {"KB",7} {"budget",8}");
var rows = new List<CostRow>();
Add(First());
foreach (var one in Cases.All())
    Add(one.Measure(rounds));
if (options.TryGetValue("--json", out var file))
{
    var serializer = new JsonSerializerOptions { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    File.WriteAllText($"{file}.tmp", JsonSerializer.Serialize(new { threads, rounds, rows, manifest = RunManifest.Capture([], commandLine: "dotnet run -c Release --project benchmarks/ViewCost") }, serializer));
    File.Move($"{file}.tmp", file, overwrite: true);
}

void Add(CostRow row)
{
    rows.Add(row);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{row.What,-52} {row.MsMedian,10:F1} {row.MsMin,8:F1} {row.MsMax,8:F1} {row.MsBudget?.ToString("F0", CultureInfo.InvariantCulture) ?? "–",8} {row.Bytes / 1000.0,7:F1} {row.BytesBudget / 1000.0,8:F0}"));
}

// A process each, since a first time happens once.
CostRow First()
{
    var budget = Cases.First();
    double[] times = [.. Enumerable.Range(0, Math.Min(rounds, 5)).Select(_ => FirstIn()).Order()];
    return new CostRow(budget.What, times[times.Length / 2], times[0], times[^1], budget.MsBudget, budget.Draw().Length, budget.BytesBudget);
}

static double FirstIn()
{
    using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!) { ArgumentList = { "--first" }, RedirectStandardOutput = true })!;
    var text = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return double.Parse(text, CultureInfo.InvariantCulture);
}
