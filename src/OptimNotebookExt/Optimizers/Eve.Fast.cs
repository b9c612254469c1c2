using OptimNotebookExt.Kernels;
using OptimNotebookExt.Optimizers.Batches;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

public sealed partial class Eve
{
    private protected override FusedRule NewFusedRule() => new Rule();

    private protected override DeviceRule NewDeviceRule() => new EveDevice();

    private sealed class Rule : FusedRule
    {
        private readonly EveHyper hyper = new();

        internal override IReadOnlyList<string> StateNames { get; } = ["exp_avg", "exp_avg_sq"];

        internal override void Read(ResearchOptions options)
        {
            var o = (EveOptions)options;
            hyper.LearningRate = o.LearningRate!.Value;
            hyper.Beta1 = o.Beta1;
            hyper.Beta2 = o.Beta2;
            hyper.Eps = o.Eps;
            hyper.WeightDecay = o.WeightDecay;
            hyper.TargetRms = o.TargetRms;
            hyper.DecayFactorFloat32 = o.DecayFactorFloat32;
        }

        internal override FusedUpdate NewUpdate(ParameterState state) => state.Parameter.dtype == ScalarType.Float64
            ? new EveUpdate<double>(state.Parameter.numel(), hyper)
            : new EveUpdate<float>(state.Parameter.numel(), hyper);
    }
}
