using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Contract;

/// <summary>A theory that needs a CUDA device.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CudaTheoryAttribute : TheoryAttribute
{
    public CudaTheoryAttribute()
    {
        if (!cuda.is_available())
            Skip = "libtorch sees no CUDA device";
    }
}
