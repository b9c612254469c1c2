using OptimNotebookExt.Kernels.Cuda;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>The kernels of <see cref="Cain"/>, in Cain.cu.</summary>
/// <param name="clampPeriod">Steps from one clamp of the parameters to the next.</param>
internal sealed class CainKernels(long clampPeriod) : KernelRule
{
    internal override string Source => "Cain";

    internal override IReadOnlyList<string> StateNames { get; } = ["delta", "exp_avg_sq", "param_rms", "scale_exp_avg_sq"];

    internal override bool HasAxes => true;

    internal override void Run(IKernelLauncher launcher, KernelTables tables, KernelWork work, ResearchOptions options)
    {
        var o = (CainOptions)options;
        var arguments = new CainArguments
        {
            Work = work,
            Parts = tables.Parts,
            Sizes = tables.Sizes,
            Products = tables.Products,
            Sums = tables.Sums,
            LearningRate = o.LearningRate!.Value,
            Beta1 = o.Beta1,
            Beta2 = o.Beta2,
            Eps = o.Eps,
            ScaleSpeed = o.ScaleSpeed,
            RmsEps = o.RmsEps,
            ParamMax = o.ParamMax,
            ClampPeriod = clampPeriod,
        };
        launcher.Launch("cain_reduce", tables.PartCount, arguments);
        launcher.Launch("cain_decide", tables.Count, arguments);
        launcher.Launch("cain_apply", tables.Chunks, arguments);
    }
}
