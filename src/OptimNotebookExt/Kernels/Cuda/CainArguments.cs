using System.Runtime.InteropServices;

namespace OptimNotebookExt.Kernels.Cuda;

/// <summary>What the kernels of Cain take: <c>CainStep</c> of Cain.cu.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CainArguments
{
    internal KernelWork Work;
    internal nint Parts;
    internal nint Sizes;
    internal nint Products;
    internal nint Sums;
    internal double LearningRate;
    internal double Beta1;
    internal double Beta2;
    internal double Eps;
    internal double ScaleSpeed;
    internal double RmsEps;
    internal double ParamMax;
    internal long ClampPeriod;
}
