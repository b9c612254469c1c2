// What the Jupyter kernel costs: a table, and with --json FILE the same as JSON. --cells N runs N cells more, to see whether
// memory grows. --memory instead takes the resident memory apart after each step of a session, or each cell of a given
// notebook (Linux). --bare starts the kernel without the environment of its kernelspec.
using System.Globalization;
using System.Text.Json;
using KernelCost;

const int Starts = 5, Cells = 200, Updates = 5000;
var json = args.SkipWhile(a => a != "--json").ElementAtOrDefault(1);
var more = int.Parse(args.SkipWhile(a => a != "--cells").ElementAtOrDefault(1) ?? "2000", CultureInfo.InvariantCulture);

KernelProcess.Bare = args.Contains("--bare");
if (args.Contains("--memory"))
{
    MemorySteps.Print(args.FirstOrDefault(a => a.EndsWith(".ipynb", StringComparison.Ordinal)));
    return;
}
List<double> starts = [], firsts = [], packages = [], tensors = [], memories = [];
for (var i = 0; i < Starts; i++)
{
    using var once = new KernelProcess();
    starts.Add(once.StartMilliseconds);
    firsts.Add(once.Execute("1 + 1"));
    packages.Add(once.Execute("#r \"nuget: TorchSharp-cpu\"\n#r \"nuget: OptimNotebookExt\"\nusing TorchSharp;"));
    tensors.Add(once.Execute("var t = torch.ones(100, 100); t.sum().item<float>()"));
    memories.Add(once.Megabytes);
}

using var kernel = new KernelProcess();
kernel.Execute("var total = 0;");
var trivial = Enumerable.Range(0, Cells).Select(i => kernel.Execute($"total += {i};\ntotal")).ToArray();
var declaring = Enumerable.Range(0, Cells).Select(i => kernel.Execute($"var x{i} = {i};\nx{i}")).ToArray();
var updates = kernel.ExecuteAndReceive($"var d = display(-1);\nfor (var i = 0; i < {Updates}; i++) d.Update(i);", "update_display_data", Updates);
kernel.Execute("#r \"nuget: TorchSharp-cpu\"\nusing TorchSharp;");
kernel.Execute("torch.ones(100, 100).sum().item<float>()");
for (var i = 0; i < more / 4; i++)
    kernel.Execute("total++; total");
kernel.Execute("GC.Collect();");
var warm = kernel.Megabytes;
for (var i = 0; i < more; i++)
    kernel.Execute("total++; total");
kernel.Execute("GC.Collect();");
var after = kernel.Megabytes;

(string Name, double Value, string Unit)[] rows =
[
    ("start to kernel_info, median", Median(starts), "ms"),
    ("first cell, median", Median(firsts), "ms"),
    ("trivial cell, median", Median(trivial), "ms"),
    ("declaring cell, median", Median(declaring), "ms"),
    ("display updates", Updates / updates * 1000, "1/s"),
    ("#r TorchSharp and package, median", Median(packages), "ms"),
    ("first tensor, median", Median(tensors), "ms"),
    ("memory with TorchSharp, median", Median(memories), "MiB"),
    (string.Create(CultureInfo.InvariantCulture, $"memory after {more / 4} cells more"), warm, "MiB"),
    (string.Create(CultureInfo.InvariantCulture, $"memory after {more} cells more"), after, "MiB"),
];
foreach (var (name, value, unit) in rows)
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-34} {value,10:0.0} {unit}"));
if (json is not null)
    File.WriteAllText(json, JsonSerializer.Serialize(rows.Select(r => new { name = r.Name, value = Math.Round(r.Value, 3), unit = r.Unit }), new JsonSerializerOptions { WriteIndented = true }) + "\n");

static double Median(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;
