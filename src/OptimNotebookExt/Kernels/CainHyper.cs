namespace OptimNotebookExt.Kernels;

/// <summary>Hyper-parameters of a step of Cain, shared by the tensors of a group.</summary>
internal sealed class CainHyper
{
    internal double LearningRate { get; set; }

    internal double Beta1 { get; set; }

    internal double Beta2 { get; set; }

    internal double Eps { get; set; }

    internal double ScaleSpeed { get; set; }

    internal double RmsEps { get; set; }

    internal double ParamMax { get; set; }

    /// <summary>Steps between clamps of the parameters.</summary>
    internal long ClampPeriod { get; set; }
}
