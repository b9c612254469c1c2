using System.Runtime.InteropServices;

namespace OptimNotebookExt.Kernels.Cuda;

/// <summary>What the kernels of Eve take: <c>EveStep</c> of Eve.cu.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct EveArguments
{
    internal KernelWork Work;
    internal double LearningRate;
    internal double Beta1;
    internal double Beta2;
    internal double Eps;
    internal double WeightDecay;
    internal double TargetRms;
    internal long DecayFactorFloat32;
}
