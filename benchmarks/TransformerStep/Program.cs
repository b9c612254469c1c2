// A training step of a small transformer with each optimizer. Usage: TransformerStep [--length 32] [--rounds 7] [--threads 2] [--json FILE]
// With --memory NAME: one optimizer's peak of memory, in bytes, and nothing else; the table asks a process of its own for each.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OptimNotebookExt;
using TorchSharp;
using TransformerStep;

var options = args.Chunk(2).ToDictionary(a => a[0], a => a.Length == 2 ? a[1] : throw new ArgumentException($"{a[0]} needs a value."));
if (options.Keys.Except(["--length", "--rounds", "--threads", "--json", "--memory"]).FirstOrDefault() is { } unknown)
    throw new ArgumentException($"{unknown} is unknown: --length N, --rounds N, --threads N, --json FILE.");
var length = int.Parse(options.GetValueOrDefault("--length", "32"), CultureInfo.InvariantCulture);
var rounds = int.Parse(options.GetValueOrDefault("--rounds", "7"), CultureInfo.InvariantCulture);
var threads = int.Parse(options.GetValueOrDefault("--threads", "2"), CultureInfo.InvariantCulture);

TorchBackend.EnsureLoaded();
torch.set_num_threads(threads);
if (options.TryGetValue("--memory", out var one))
{
    Console.WriteLine(TrainingRun.PeakExtraBytes(one, length).ToString(CultureInfo.InvariantCulture));
    return;
}
var peaks = TrainingRun.Optimizers.Keys.ToDictionary(name => name, PeakInItsOwnProcess);
var runs = TrainingRun.Optimizers.Keys.Select(name => (Name: name, Run: TrainingRun.Start(name, length))).ToArray();
// In turns, so that a slow minute of the machine hits all.
for (var round = 0; round < rounds; round++)
{
    foreach (var (_, run) in runs.Skip(round % runs.Length).Concat(runs.Take(round % runs.Length)))
        run.Measure();
}
var rows = runs.Select(r => r.Run.Row(peaks[r.Name])).ToArray();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"encoder of {Transformer.Layers} layers, width {Transformer.Width}, {rows[0].Parameters / 1e6:F1} M parameters, {Transformer.Sequences} sequences of {length}; {threads} threads, {rounds} rounds of {TrainingRun.StepsOfARound} steps; medians; {DateTime.UtcNow:yyyy-MM-dd}"));
Console.WriteLine($"{"optimizer",-34} {"ms/step",9} {"optimizer",10} {"over AdamW",11} {"peak extra bytes/parameter",27}");
foreach (var row in rows)
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Optimizer,-34} {row.MsStep,9:F1} {row.MsOptimizer,10:F2} {(row.MsStep / rows[0].MsStep) - 1,11:P1} {row.PeakExtraBytesPerParameter,27:F1}"));
foreach (var (_, run) in runs)
    run.Dispose();
if (options.TryGetValue("--json", out var file))
{
    var document = new { length, threads, rounds, date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), rows };
    File.WriteAllText($"{file}.tmp", JsonSerializer.Serialize(document, new JsonSerializerOptions { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower }) + "\n");
    File.Move($"{file}.tmp", file, overwrite: true);
}

double PeakInItsOwnProcess(string name)
{
    var program = Environment.GetCommandLineArgs()[0];
    string[] start = [.. program.EndsWith(".dll", StringComparison.Ordinal) ? [program] : Array.Empty<string>(), "--memory", name, "--length", $"{length}", "--threads", $"{threads}"];
    using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, start) { RedirectStandardOutput = true })!;
    var bytes = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return process.ExitCode == 0
        ? double.Parse(bytes, CultureInfo.InvariantCulture)
        : throw new InvalidOperationException($"{name} could not be measured: its process ended with {process.ExitCode}.");
}
