using System.Globalization;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Tests.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Contract;

/// <summary>One optimizer on one path, dtype and device: a cell of the contract table.</summary>
internal sealed class ContractCase
{
    /// <summary>Every rank that matters, long and short axes, and a tensor of at most five elements.</summary>
    internal static readonly long[][] Shapes = [[], [1], [3], [7], [4, 3], [8, 5], [3, 4, 5], [6, 1, 4], [1, 7]];

    private ContractCase(OptimizerInfo info, OptimizerPath path, ScalarType dtype, Device device) =>
        (Info, Path, Dtype, Device) = (info, path, dtype, device);

    /// <summary>All cells, as keys that name them: <c>Eve/Fast/Float32/cpu</c>.</summary>
    internal static TheoryData<string> All
    {
        get
        {
            string[] devices = cuda.is_available() ? ["cpu", "cuda"] : ["cpu"];
            return [.. from info in OptimizerCatalog.All
                       from device in devices
                       from path in info.Paths
                       // The fast path is one of the CPU.
                       where device == "cpu" || path != OptimizerPath.Fast
                       from dtype in info.Dtypes
                       select $"{info.Name}/{path}/{dtype}/{device}"];
        }
    }

    internal OptimizerInfo Info { get; }

    internal OptimizerPath Path { get; }

    internal ScalarType Dtype { get; }

    internal Device Device { get; }

    /// <summary>What a different order of sums may change.</summary>
    internal double Tolerance => Info.Tolerance(Dtype);

    internal static ContractCase Of(string key)
    {
        var parts = key.Split('/');
        Assert.True(OptimizerCatalog.TryGet(parts[0], out var info));
        return new ContractCase(info, Enum.Parse<OptimizerPath>(parts[1]), Enum.Parse<ScalarType>(parts[2]), device(parts[3]));
    }

    internal ContractCase On(OptimizerPath path) => new(Info, path, Dtype, Device);

    internal (string Name, Parameter Parameter)[] Parameters(int seed, params long[][] shapes) =>
        [.. TestModels.Parameters(seed, Dtype, shapes).Select(p => (p.Name, Device.type == TorchSharp.DeviceType.CPU ? p.Parameter : new Parameter(p.Parameter.detach().to(Device))))];

    internal ResearchOptions Options(params (string Name, double Value)[] hyper)
    {
        var options = Info.NewOptions();
        foreach (var (name, value) in Info.ShortRun)
            options[name] = value;
        foreach (var (name, value) in hyper)
            options[name] = value;
        return options;
    }

    internal ResearchOptimizer Create(IEnumerable<(string Name, Parameter Parameter)> parameters, params (string Name, double Value)[] hyper) =>
        With(Info.Create(parameters, Options(hyper), FixedDraws.Instance));

    /// <summary>Puts an optimizer on this cell's path; those that must take what the fast path does not take are left on Auto.</summary>
    internal ResearchOptimizer With(ResearchOptimizer optimizer, bool strict = true)
    {
        optimizer.Path = Path == OptimizerPath.Fast && !strict ? OptimizerPath.Auto : Path;
        return optimizer;
    }

    /// <summary>Whether the optimizer has an option of this name.</summary>
    internal bool Has(string option) => Info.Options.Any(o => o.Name == option);

    /// <summary>No decay, so that only gradients move a parameter.</summary>
    internal (string, double)[] NoDecay => Has("weight_decay") ? [("weight_decay", 0)] : [];

    /// <summary>Every parameter at every step, which otherwise depends on the other parameters of the group.</summary>
    internal (string, double)[] EveryStep => Has("lr_for_speedup") ? [("lr_for_speedup", 1e-9)] : [];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Info}/{Path}/{Dtype}/{Device}");
}
