namespace OptimNotebookExt.Kernels;

/// <summary>Hyper-parameters of a step of NeutralGradient, shared by the tensors of a group.</summary>
internal sealed class NeutralHyper
{
    internal double LearningRate { get; set; }

    internal double Beta1 { get; set; }

    internal double Beta2 { get; set; }

    internal double ScaleSpeed { get; set; }

    internal double GradEps { get; set; }

    internal double GradPow { get; set; }

    internal double ParamMinRms { get; set; }

    internal double ParamMaxRms { get; set; }

    /// <summary>Steps between updates of <c>scale</c> and <c>grad_times_step</c>.</summary>
    internal int SlowPeriod { get; init; }
}
