using System.Globalization;

namespace OptimNotebookExt.Host.Bench;

/// <summary>The rows as a table that reads in a terminal and in Markdown.</summary>
internal static class BenchTable
{
    private static readonly string[] Heads =
        ["set", "optimizer", "path", "phase", "ms (median)", "min–max", "rounds", "× TorchSharp AdamW", "× PyTorch", "limit ms", "of limit", "state B/param", "alloc B/step", "tensors/step"];

    internal static void Write(TextWriter output, BenchMachine machine, IReadOnlyList<BenchRow> rows)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{machine.Cpu}, {machine.Cores} cores, load {machine.LoadAverage:0.0}; {machine.Threads} threads; on {machine.Device}; vectors of {machine.VectorBits} bits; copy {machine.CopyGbPerSecond:0.0} GB/s; gemm {machine.GemmGflops:0} GFLOPS; {machine.Date}"));
        if (machine.PyTorchVersion is { } version)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"PyTorch {version}, gemm {machine.PyTorchGemmGflops:0} GFLOPS"));
        output.WriteLine();
        var cells = rows.Select(Cells).Prepend([.. Heads.Select(h => new string('-', h.Length))]).Prepend(Heads).ToArray();
        var widths = Enumerable.Range(0, Heads.Length).Select(i => cells.Max(row => row[i].Length)).ToArray();
        foreach (var row in cells)
            output.WriteLine("| " + string.Join(" | ", row.Select((cell, i) => cell.PadRight(widths[i], cell.StartsWith('-') && cell.Length > 1 ? '-' : ' '))) + " |");
    }

    /// <summary>"× TorchSharp AdamW" and "× PyTorch" above 1 is faster; "of limit" is how much of the machine's best a step reaches.</summary>
    private static string[] Cells(BenchRow r) =>
    [
        r.Set, r.Optimizer, r.Path, r.Phase,
        Number(r.MsMedian), $"{Number(r.MsMin)}–{Number(r.MsMax)}", r.Rounds.ToString(CultureInfo.InvariantCulture),
        r.MsTorchSharpAdamW is { } adamW ? (adamW / r.MsMedian).ToString("0.00", CultureInfo.InvariantCulture) : "",
        r.MsPyTorch is { } pyTorch ? (pyTorch / r.MsMedian).ToString("0.00", CultureInfo.InvariantCulture) : "",
        r.MsLimit is { } limit ? Number(limit) : "",
        r.MsLimit is { } best ? (best / r.MsMedian).ToString("0 %", CultureInfo.InvariantCulture) : "",
        r.ExtraBytesPerParameter?.ToString("0.0", CultureInfo.InvariantCulture) ?? "",
        r.AllocatedBytesPerStep?.ToString("0", CultureInfo.InvariantCulture) ?? "",
        r.TensorsPerStep?.ToString("0", CultureInfo.InvariantCulture) ?? "",
    ];

    private static string Number(double ms) =>
        ms.ToString(ms < 0.1 ? "0.0000" : ms < 10 ? "0.000" : "0.0", CultureInfo.InvariantCulture);
}
