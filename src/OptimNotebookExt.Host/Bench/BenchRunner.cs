using OptimNotebookExt.Host.Terminals;
using TorchSharp;

namespace OptimNotebookExt.Host.Bench;

/// <summary>Times the cases of a set in interleaved rounds: what disturbs the machine then disturbs all of them.</summary>
/// <param name="threads">Threads of libtorch, of the fast path and of PyTorch.</param>
/// <param name="rounds">How often each case is timed.</param>
/// <param name="secondsOfACase">A case whose rounds take longer in all has three of them, so that the whole table stays below its time.</param>
/// <param name="device">Where the steps are made, and on which paths.</param>
/// <param name="wanted">Which cases and paths.</param>
/// <param name="pyTorch">The same in PyTorch; null without.</param>
internal sealed class BenchRunner(int threads, int rounds, double secondsOfACase, BenchDevice device, Func<BenchCase, string, bool> wanted, PyTorch? pyTorch)
{
    private const int FewestRounds = 3;

    internal (BenchMachine Machine, IReadOnlyList<BenchRow> Rows) Run(IReadOnlyList<BenchSet> sets, ProgressDisplay display)
    {
        var before = torch.get_num_threads();
        torch.set_num_threads(threads);
        try
        {
            using var limits = new BenchLimits(device);
            var measured = sets.Select(set => Run(set, limits, display)).ToArray();
            var machine = new BenchMachine
            {
                Threads = threads,
                Device = device.Name,
                CopyGbPerSecond = limits.CopyGbPerSecond,
                GemmGflops = limits.GemmGflops,
                PyTorchVersion = pyTorch?.Version,
                PyTorchGemmGflops = pyTorch?.GemmGflops,
            };
            return (machine, [.. measured.SelectMany(rows => rows).Select(row => WithLimit(row, machine))]);
        }
        finally
        {
            torch.set_num_threads(before);
        }
    }

    private BenchRow[] Run(BenchSet set, BenchLimits limits, ProgressDisplay display)
    {
        display.Begin(set.Name);
        var targets = Targets(set);
        // The same products for both paths, measured once a round.
        var products = targets.Select(t => t.Case).Distinct()
            .Select(c => (Case: c, Products: c.Products(set))).Where(c => c.Products.Count > 0)
            .ToDictionary(c => c.Case, c => new ProductTarget(c.Products, device));
        BenchCase[] peers = pyTorch is null ? [] : [.. targets.Select(t => t.Case).Distinct().Where(c => c.IsInPyTorch)];
        var peerTimes = peers.Select(_ => new List<double>()).ToArray();
        try
        {
            foreach (var target in targets)
                target.WarmUp();
            pyTorch?.Prepare(set, peers);
            for (var round = 0; round < rounds; round++)
            {
                limits.Measure();
                foreach (var product in products.Values)
                    product.Measure();
                // Each round begins with another case, so that none is always behind the same one.
                foreach (var target in targets.Skip(round % targets.Count).Concat(targets.Take(round % targets.Count)))
                {
                    if (round < FewestRounds || target.SecondsOfARound * rounds < secondsOfACase)
                        target.Measure();
                }
                for (var i = 0; i < peers.Length; i++)
                    peerTimes[i].Add(pyTorch!.Measure(i));
                display.Advance();
            }
            var adamW = targets.FirstOrDefault(t => t.Case.Optimizer == BenchCase.AdamW);
            var ofPyTorch = peers.Zip(peerTimes).ToDictionary(p => p.First, p => p.Second);
            return [.. targets.Select(t => Row(set, t, adamW, products.GetValueOrDefault(t.Case), ofPyTorch.GetValueOrDefault(t.Case)))];
        }
        finally
        {
            foreach (var target in targets)
                target.Dispose();
            foreach (var product in products.Values)
                product.Dispose();
        }
    }

    private List<BenchTarget> Targets(BenchSet set)
    {
        var targets = new List<BenchTarget>();
        foreach (var what in BenchCase.All)
        {
            foreach (var path in device.Paths)
            {
                // TorchSharp's AdamW is what the others are compared with.
                if ((what.Optimizer == BenchCase.AdamW || wanted(what, path)) && BenchTarget.Create(what, path, set, device) is { } target)
                    targets.Add(target);
            }
        }
        return targets;
    }

    private BenchRow Row(BenchSet set, BenchTarget target, BenchTarget? adamW, ProductTarget? products, List<double>? ofPyTorch) => new()
    {
        Set = set.Name,
        Optimizer = target.Case.Optimizer,
        Path = target.Path,
        Phase = target.Case.Phase,
        Threads = threads,
        Dtype = "float32",
        Rounds = target.Milliseconds.Count,
        MsMedian = BenchLimits.Median(target.Milliseconds),
        MsMin = target.Milliseconds.Min(),
        MsMax = target.Milliseconds.Max(),
        MsTorchSharpAdamW = adamW is null ? null : BenchLimits.Median(adamW.Milliseconds),
        MsPyTorch = ofPyTorch is null ? null : BenchLimits.Median(ofPyTorch),
        LimitKind = products is not null || target.Case.Estimates ? "gemm" : "bandwidth",
        MsLimit = products?.Milliseconds,
        Flops = products?.Flops,
        BytesMoved = target.Case.PassesOverMemory > 0 ? target.Case.PassesOverMemory * set.Elements * sizeof(float) : null,
        ExtraBytesPerParameter = (double?)target.StateBytes / set.Elements,
        AllocatedBytesPerStep = target.AllocatedBytesPerStep,
        TensorsPerStep = target.TensorsPerStep,
    };

    private static BenchRow WithLimit(BenchRow row, BenchMachine machine) =>
        row.LimitKind == "gemm" ? row : row with { MsLimit = row.BytesMoved / machine.CopyGbPerSecond / 1e6 };
}
