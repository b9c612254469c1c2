using System.Globalization;
using System.Text.Json.Nodes;

namespace KernelCost;

/// <summary>A session step by step, with what each adds to the resident memory.</summary>
internal static class MemorySteps
{
    private const int Largest = 6;

    // An N in a step's code stands for the number of its run.
    private static readonly (string Name, string Code, int Runs)[] s_steps =
    [
        ("first cell", "1 + 1", 1),
        ("#r of package and backend", "#r \"nuget: TorchSharp-cpu\"\n#r \"nuget: OptimNotebookExt\"\nusing TorchSharp;", 1),
        ("first tensor", "var t = torch.ones(100, 100); t.sum().item<float>()", 1),
        ("backward pass", "var w = torch.ones(100, 100, requires_grad: true); w.matmul(t).sum().backward();", 1),
        ("#!optim compare", "#!optim compare Eve --epochs 1", 1),
        ("5,000 display updates", "var d = display(-1);\nfor (var i = 0; i < 5000; i++) d.Update(i);", 1),
        ("200 cells of one value", "1 + N", 200),
        ("200 cells that declare", "var xN = N;\nxN", 200),
        ("500 cells more", "x0++; x0", 500),
        ("2,000 cells more", "x0++; x0", 2000),
        ("collection", "GC.Collect();", 1),
    ];

    /// <param name="notebook">A notebook whose cells are the steps; null for those above.</param>
    internal static void Print(string? notebook)
    {
        using var kernel = new KernelProcess();
        Show("start", kernel);
        foreach (var (name, code, runs) in notebook is null ? s_steps : Cells(notebook))
        {
            for (var i = 0; i < runs; i++)
                kernel.Execute(runs == 1 ? code : code.Replace("N", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
            Show(name, kernel);
        }
        kernel.Complete("torch.nn.Li");
        // What it leaves behind is collected when it has been answered.
        Thread.Sleep(TimeSpan.FromSeconds(1));
        Show("completion", kernel);
        foreach (var (file, size) in kernel.Memory.Files.Take(Largest))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {file,-50} {size,7:0.0} MiB"));
        Console.WriteLine(kernel.Evaluate(
            "var m = GC.GetGCMemoryInfo(); $\"managed: {m.HeapSizeBytes >> 20} MiB in use, {m.TotalCommittedBytes >> 20} MiB committed, {m.FragmentedBytes >> 20} MiB free in it\""));
    }

    private static (string Name, string Code, int Runs)[] Cells(string notebook) =>
    [
        .. JsonNode.Parse(File.ReadAllText(notebook))!["cells"]!.AsArray()
            .Where(c => (string?)c!["cell_type"] == "code")
            .Select((c, i) => (string.Create(CultureInfo.InvariantCulture, $"cell {i + 1}"), string.Concat(c!["source"]!.AsArray().Select(l => (string?)l)), 1)),
        ("collection", "GC.Collect();", 1),
    ];

    private static void Show(string step, KernelProcess kernel)
    {
        var memory = kernel.Memory;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{step,-26} {memory.Total,7:0.0} MiB: {memory.Own,6:0.0} own, {memory.Total - memory.Own,6:0.0} of files"));
    }
}
