namespace OptimNotebookExt.Kernels;

/// <summary>Hyper-parameters of a step of Eve, shared by the tensors of a group.</summary>
internal sealed class EveHyper
{
    internal double LearningRate { get; set; }

    internal double Beta1 { get; set; }

    internal double Beta2 { get; set; }

    internal double Eps { get; set; }

    internal double WeightDecay { get; set; }

    internal double TargetRms { get; set; }

    internal bool DecayFactorFloat32 { get; set; }
}
