namespace OptimNotebookExt.Kernels;

/// <summary>Hyper-parameters of a step of LearnedGradient, shared by the tensors of a group.</summary>
internal sealed class LearnedHyper
{
    internal double LearningRate { get; set; }

    internal double SizeLrScale { get; set; }

    internal double Beta1 { get; set; }

    internal double Beta2 { get; set; }

    internal double Eps { get; set; }

    internal double ParamMinRms { get; set; }

    internal double ParamMaxRms { get; set; }

    internal double MaxStepScale { get; set; }

    /// <summary>Steps between updates of a tensor's size.</summary>
    internal int SizePeriod { get; init; }
}
