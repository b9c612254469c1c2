namespace OptimNotebookExt.Tests.Kernels.Cuda;

/// <summary>A test that compiles kernels for the CPU.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GppFactAttribute : FactAttribute
{
    public GppFactAttribute() => Skip = Gpp.Missing;
}
