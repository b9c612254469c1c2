using System.Diagnostics;
using KernelCost;

namespace Soak;

/// <summary>The cells of a small notebook, run over and over in a kernel of its own process, through its sockets.</summary>
internal static class KernelSoak
{
    private const int Parts = 10;

    /// <summary>Tiers of the JIT, pools and caches have settled by then.</summary>
    private const int WarmUp = 500;

    private static readonly string[] s_cells =
    [
        "total++; total",
        "var x = torch.randn(32, 16); x.shape[0]",
        "opt.zero_grad(); (model.forward(x) * model.forward(x)).mean().backward(); opt.step(); opt",
        "Console.WriteLine($\"step {total}\"); display(total);",
        "#!optim state opt",
    ];

    internal static KernelRow Run(long cells)
    {
        using var kernel = new KernelProcess();
        kernel.Execute("#r \"nuget: TorchSharp-cpu\"\n#r \"nuget: OptimNotebookExt\"\nusing TorchSharp;\nusing OptimNotebookExt.Optimizers;");
        kernel.Execute("var total = 0; var model = torch.nn.Linear(16, 16); var opt = new Cain(model.named_parameters()); var x = torch.randn(32, 16);");
        var number = 0L;
        Cells(WarmUp);
        var watch = Stopwatch.StartNew();
        var rss = new List<double> { Rss() };
        for (var part = 0; part < Parts; part++)
        {
            Cells(cells / Parts);
            rss.Add(Rss());
        }
        return new KernelRow(cells, WarmUp, [.. rss], watch.Elapsed.TotalSeconds);

        void Cells(long count)
        {
            for (var end = number + count; number < end; number++)
                kernel.Execute(s_cells[number % s_cells.Length]);
        }

        double Rss()
        {
            kernel.Execute("GC.Collect(); GC.WaitForPendingFinalizers(); GC.Collect();");
            return kernel.Megabytes;
        }
    }
}
