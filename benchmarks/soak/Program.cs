// Long runs leave nothing behind. Usage: Soak [--steps 20000] [--warm-up 2000] [--cells 2000] [--threads 2] [--optimizer NAME|none] [--path NAME] [--json FILE]
// What FILE holds of other optimizers, of other paths and of the kernel stays, and every row is written when it is there, so
// that a long run can be made in parts; --cells 0 leaves the kernel out.
// Every optimizer and path runs in a process of its own, so that none hides in the memory another one gave back.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OptimNotebookExt.Optimizers;
using Soak;
using TorchSharp;

var options = args.Chunk(2).ToDictionary(a => a[0], a => a.Length == 2 ? a[1] : throw new ArgumentException($"{a[0]} needs a value."));
if (options.Keys.Except(["--steps", "--warm-up", "--cells", "--threads", "--optimizer", "--path", "--json", "--case"]).FirstOrDefault() is { } unknown)
    throw new ArgumentException($"{unknown} is unknown: --steps N, --warm-up N, --cells N, --threads N, --optimizer NAME, --path NAME, --json FILE.");
var (steps, warmUp, cells, threads) = (Number("--steps", "20000"), Number("--warm-up", "2000"), Number("--cells", "2000"), (int)Number("--threads", "2"));
var json = new JsonSerializerOptions { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

torch.set_num_threads(threads);
if (options.TryGetValue("--case", out var one))
{
    var parts = one.Split('/');
    OptimizerCatalog.TryGet(parts[0], out var info);
    Console.WriteLine(JsonSerializer.Serialize(SoakRun.Of(info, Enum.Parse<OptimizerPath>(parts[1]), warmUp, steps), JsonSerializerOptions.Default));
    return 0;
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"48-96-48-96-48 and an odd tensor, batch 8, {threads} threads, {warmUp} steps of warm-up, then {steps}; MB of resident memory after a collection"));
Console.WriteLine($"{"optimizer",-16} {"path",-10} {"tensors",9} {"after",6} {"rss",8} {"after",8} {"growth",8} {"heap",7} {"s",6}");
var file = options.GetValueOrDefault("--json");
var before = file is not null && File.Exists(file) ? JsonSerializer.Deserialize<SoakResults>(File.ReadAllText(file), json) : null;
var (rows, kernel) = (new List<SoakRow>(), before?.Kernel);
foreach (var info in OptimizerCatalog.All.Where(i => options.GetValueOrDefault("--optimizer", i.Name) == i.Name))
{
    foreach (var path in info.Paths.Where(p => options.GetValueOrDefault("--path", p.ToString()) == p.ToString()))
    {
        var row = InItsOwnProcess($"{info.Name}/{path}");
        rows.Add(row);
        Save();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{row.Optimizer,-16} {row.Path,-10} {row.TensorsBefore,9} {row.TensorsAfter,6} {row.RssMb[0],8:F1} {row.RssMb[^1],8:F1} {row.GrowthMb,8:F1} {row.HeapGrowthMb,7:F2} {row.Seconds,6:F0} {(row.Passes ? string.Empty : "FAIL")}"));
    }
}
if (cells > 0)
{
    kernel = KernelSoak.Run(cells);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"kernel, {kernel.Cells} cells: {kernel.RssMb[0]:F1} MB, after {kernel.RssMb[^1]:F1}, growth {kernel.GrowthMb:F1}, {kernel.Seconds:F0} s {(kernel.Passes ? string.Empty : "FAIL")}"));
}
Save();
return rows.All(r => r.Passes) && kernel?.Passes != false ? 0 : 1;

long Number(string name, string value) => long.Parse(options.GetValueOrDefault(name, value), NumberStyles.None, CultureInfo.InvariantCulture);

void Save()
{
    if (file is null)
        return;
    var old = before?.Rows ?? [];
    SoakRow[] all = [.. old.Select(b => rows.Find(r => r.IsOf(b)) ?? b), .. rows.Where(r => !old.Any(r.IsOf))];
    File.WriteAllText($"{file}.tmp", JsonSerializer.Serialize(new SoakResults(steps, warmUp, threads, all, kernel), json) + "\n");
    File.Move($"{file}.tmp", file, overwrite: true);
}

SoakRow InItsOwnProcess(string name)
{
    var self = Environment.ProcessPath!;
    string[] program = Path.GetFileNameWithoutExtension(self) == "dotnet" ? [typeof(SoakRow).Assembly.Location] : [];
    string[] line = [.. program, "--case", name, .. new[] { "--steps", "--warm-up", "--threads" }.Where(options.ContainsKey).SelectMany(o => new[] { o, options[o] })];
    using var process = Process.Start(new ProcessStartInfo(self, line) { RedirectStandardOutput = true })!;
    var output = process.StandardOutput.ReadToEnd();
    process.WaitForExit();
    return process.ExitCode == 0
        ? JsonSerializer.Deserialize<SoakRow>(output, JsonSerializerOptions.Default)!
        : throw new InvalidOperationException($"{name} ended with exit code {process.ExitCode}.");
}
