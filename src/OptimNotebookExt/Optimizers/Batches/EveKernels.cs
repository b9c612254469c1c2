using OptimNotebookExt.Kernels.Cuda;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>The kernels of <see cref="Eve"/>, in Eve.cu.</summary>
internal sealed class EveKernels : KernelRule
{
    internal override string Source => "Eve";

    internal override IReadOnlyList<string> StateNames { get; } = ["exp_avg", "exp_avg_sq"];

    internal override void Run(IKernelLauncher launcher, KernelTables tables, KernelWork work, ResearchOptions options)
    {
        var o = (EveOptions)options;
        var arguments = new EveArguments
        {
            Work = work,
            LearningRate = o.LearningRate!.Value,
            Beta1 = o.Beta1,
            Beta2 = o.Beta2,
            Eps = o.Eps,
            WeightDecay = o.WeightDecay,
            TargetRms = o.TargetRms,
            DecayFactorFloat32 = o.DecayFactorFloat32 ? 1 : 0,
        };
        launcher.Launch("eve_reduce", tables.Chunks, arguments);
        launcher.Launch("eve_decide", tables.Count, arguments);
        launcher.Launch("eve_apply", tables.Chunks, arguments);
    }
}
