using OptimNotebookExt.Optimizers;
using TorchSharp.Modules;

namespace OptimNotebookExt.Tests.Optimizers;

/// <summary>One row of the contract table, on the default path.</summary>
internal sealed class OptimizerCase(OptimizerInfo info)
{
    internal static readonly OptimizerCase[] All = [.. OptimizerCatalog.All.Select(info => new OptimizerCase(info))];

    internal static TheoryData<int> Rows => [.. Enumerable.Range(0, All.Length)];

    internal string Name => info.Name;

    /// <summary>Options under which the tests let it train; the first is <c>lr</c>.</summary>
    internal (string Name, double Value)[] Hyper => [.. info.ShortRun.Select(o => (o.Key, o.Value))];

    internal ResearchOptimizer Create(IEnumerable<(string Name, Parameter Parameter)> parameters, params (string Name, double Value)[] hyper)
    {
        var options = info.NewOptions();
        foreach (var (name, value) in Hyper.Concat(hyper))
            options[name] = value;
        return info.Create(parameters, options);
    }

    public override string ToString() => Name;
}
