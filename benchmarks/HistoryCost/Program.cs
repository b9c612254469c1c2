// What a history costs on the set tf4. Usage: HistoryCost [--rounds 5] [--threads 2] [--optimizer NAME] [--json FILE]
using System.Globalization;
using System.Text.Json;
using HistoryCost;
using OptimNotebookExt;
using OptimNotebookExt.Experiments;
using OptimNotebookExt.Optimizers;
using TorchSharp;

var options = args.Chunk(2).ToDictionary(a => a[0], a => a.Length == 2 ? a[1] : throw new ArgumentException($"{a[0]} needs a value."));
if (options.Keys.Except(["--rounds", "--threads", "--optimizer", "--json"]).FirstOrDefault() is { } unknown)
    throw new ArgumentException($"{unknown} is unknown: --rounds N, --threads N, --optimizer NAME, --json FILE.");
var rounds = int.Parse(options.GetValueOrDefault("--rounds", "5"), CultureInfo.InvariantCulture);
var threads = int.Parse(options.GetValueOrDefault("--threads", "2"), CultureInfo.InvariantCulture);

TorchBackend.EnsureLoaded();
torch.set_num_threads(threads);
Measurement[] measurements =
[
    new("Eve", p => new Eve(p)),
    new("LearnedGradient", p => LearnedGradient.Draft(p, meta_lr_scale: 0.01)),
    new("NeutralGradient", p => new NeutralGradient(p)),
];
var rows = new List<CostRow>();
Console.WriteLine($"tf4, {threads} threads, {rounds} rounds, every 10 steps sampled; ms per step, medians");
Console.WriteLine($"{"optimizer",-16} {"history",-9} {"step wall",10} {"step cpu",10} {"hist wall",10} {"hist cpu",10} {"share wall",11} {"share cpu",11}");
foreach (var row in measurements.Where(m => options.GetValueOrDefault("--optimizer", m.Name) == m.Name).SelectMany(m => m.Rows(rounds)))
{
    rows.Add(row);
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Optimizer,-16} {row.History,-9} {row.MsStepWall,10:F2} {row.MsStepCpu,10:F2} {row.MsHistoryWall,10:F3} {row.MsHistoryCpu,10:F3} {row.ShareWall,11:P2} {row.ShareCpu,11:P2}"));
}
if (options.TryGetValue("--json", out var file))
{
    var document = new { set = "tf4", threads, rounds, every = 10, rows, manifest = RunManifest.Capture([], commandLine: "dotnet run -c Release --project benchmarks/HistoryCost") };
    File.WriteAllText($"{file}.tmp", JsonSerializer.Serialize(document, new JsonSerializerOptions { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower }));
    File.Move($"{file}.tmp", file, overwrite: true);
}
