using OptimNotebookExt.Kernels;
using OptimNotebookExt.Optimizers.Batches;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

public sealed partial class Cain
{
    private protected override FusedRule NewFusedRule() => new Rule();

    private protected override DeviceRule NewDeviceRule() => new CainDevice(ClampPeriod, FullRefreshPeriod);

    private sealed class Rule : FusedRule
    {
        private readonly CainHyper hyper = new() { ClampPeriod = ClampPeriod };

        internal override IReadOnlyList<string> StateNames { get; } = ["delta", "exp_avg_sq", "param_rms", "scale_exp_avg_sq"];

        internal override void Read(ResearchOptions options)
        {
            var o = (CainOptions)options;
            hyper.LearningRate = o.LearningRate!.Value;
            hyper.Beta1 = o.Beta1;
            hyper.Beta2 = o.Beta2;
            hyper.Eps = o.Eps;
            hyper.ScaleSpeed = o.ScaleSpeed;
            hyper.RmsEps = o.RmsEps;
            hyper.ParamMax = o.ParamMax;
        }

        internal override FusedUpdate NewUpdate(ParameterState state) => state.Parameter.dtype == ScalarType.Float64
            ? new CainUpdate<double>(state.Parameter.shape, hyper)
            : new CainUpdate<float>(state.Parameter.shape, hyper);

        // A refresh of every axis needs a pass for each, once in a thousand steps: not worth a kernel.
        internal override bool Does(ParameterState state) => base.Does(state) && state.Step % FullRefreshPeriod != 0;
    }
}
