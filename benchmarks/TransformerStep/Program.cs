// A training step of a small transformer with each optimizer. Usage: TransformerStep [--rounds 7] [--threads 2] [--json FILE]
using System.Globalization;
using System.Text.Json;
using OptimNotebookExt;
using TorchSharp;
using TransformerStep;

var options = args.Chunk(2).ToDictionary(a => a[0], a => a.Length == 2 ? a[1] : throw new ArgumentException($"{a[0]} needs a value."));
if (options.Keys.Except(["--rounds", "--threads", "--json"]).FirstOrDefault() is { } unknown)
    throw new ArgumentException($"{unknown} is unknown: --rounds N, --threads N, --json FILE.");
var rounds = int.Parse(options.GetValueOrDefault("--rounds", "7"), CultureInfo.InvariantCulture);
var threads = int.Parse(options.GetValueOrDefault("--threads", "2"), CultureInfo.InvariantCulture);

TorchBackend.EnsureLoaded();
torch.set_num_threads(threads);
var runs = TrainingRun.All();
// In turns, so that a slow minute of the machine hits all.
for (var round = 0; round < rounds; round++)
{
    foreach (var run in runs.Skip(round % runs.Count).Concat(runs.Take(round % runs.Count)))
        run.Measure();
}
var adamW = runs[0].Row();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"encoder of {Transformer.Layers} layers, width {Transformer.Width}, {adamW.Parameters / 1e6:F1} M parameters; {threads} threads, {rounds} rounds of {TrainingRun.StepsOfARound} steps; medians; {DateTime.UtcNow:yyyy-MM-dd}"));
Console.WriteLine($"{"optimizer",-34} {"ms/step",9} {"optimizer",10} {"over AdamW",11} {"peak extra bytes/parameter",27}");
var rows = runs.Select(r => r.Row()).ToArray();
foreach (var row in rows)
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Optimizer,-34} {row.MsStep,9:F1} {row.MsOptimizer,10:F2} {(row.MsStep / adamW.MsStep) - 1,11:P1} {row.PeakExtraBytesPerParameter,27:F1}"));
foreach (var run in runs)
    run.Dispose();
if (options.TryGetValue("--json", out var file))
{
    var document = new { threads, rounds, date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), rows };
    File.WriteAllText($"{file}.tmp", JsonSerializer.Serialize(document, new JsonSerializerOptions { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower }) + "\n");
    File.Move($"{file}.tmp", file, overwrite: true);
}
