using OptimNotebookExt.Kernels;
using OptimNotebookExt.Optimizers.Batches;
using OptimNotebookExt.Projections;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

public sealed partial class LearnedGradient
{
    /// <summary>What both forms have in common: the elements, in the same sweeps.</summary>
    private abstract class LearnedRule : BatchedRule
    {
        private readonly LearnedHyper hyper = new() { SizePeriod = SizeUpdatePeriod };

        internal override IReadOnlyList<string> StateNames { get; } = ["exp_avg", "param_rms", "scale_exp_avg", "scale_exp_avg_sq", "scale_grads"];

        internal override FusedUpdate NewUpdate(ParameterState state)
        {
            var hasMatrices = Axes.WithMatrix(state.Parameter).Length > 0;
            return state.Parameter.dtype == ScalarType.Float64
                ? new LearnedUpdate<double>(state.Parameter.numel(), hasMatrices, hyper)
                : new LearnedUpdate<float>(state.Parameter.numel(), hasMatrices, hyper);
        }

        // The five elements of a small tensor are not worth a kernel.
        internal override bool Does(ParameterState state) => base.Does(state) && state.Parameter.numel() > SmallNumel;

        private protected void Read(ILearnedStep o)
        {
            hyper.LearningRate = o.LearningRate!.Value;
            hyper.SizeLrScale = o.SizeLrScale;
            hyper.Beta1 = o.Beta1;
            hyper.Beta2 = o.Beta2;
            hyper.Eps = o.Eps;
            hyper.ParamMinRms = o.ParamMinRms;
            hyper.ParamMaxRms = o.ParamMaxRms;
            hyper.MaxStepScale = o.MaxStepScale;
        }

        /// <summary>Sorts the parameters of a step, and updates those without matrices.</summary>
        private protected void RunVectors(IReadOnlyList<FusedParameter> fused, FusedSweep sweep, int threads)
        {
            Sort(fused);
            for (var i = 0; i < Vectors.Count; i++)
                sweep.Add(Vectors[i].Update!);
            sweep.Run(threads);
        }
    }
}
