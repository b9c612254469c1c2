using OptimNotebookExt.Experiments.EveCain;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>Network and pairs of <see cref="EveCainTask"/> for one seed.</summary>
internal sealed class EveCainInstance : TaskInstance
{
    private readonly EveCainNetwork network;
    private readonly EveCainPairs pairs;

    internal EveCainInstance(long seed, EveCainOrder order, ScalarType dtype)
    {
        var data = EveCainData.Generate(seed);
        network = new EveCainNetwork(data.For(EveCainModel.ScaledLinear), data.Shape, dtype, CPU);
        pairs = new EveCainPairs(seed, data.Pairs, order);
    }

    public override IReadOnlyList<(string name, Parameter parameter)> Parameters => network.NamedParameters;

    public override Tensor Loss(long index) => network.Loss(pairs.At(index));

    public override Tensor Objective(Tensor loss) => loss.log();

    public override TaskSchedule NewSchedule(optim.Optimizer optimizer, int steps) => new EveCainSchedule(optimizer, pairs.Count);

    public override double Evaluate()
    {
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        return Enumerable.Range(0, pairs.Count).Average(pair => network.Loss(pair).ToDouble());
    }

    protected override void Dispose(bool disposing) => network.Dispose();
}
