namespace OptimNotebookExt.Tests.Kernels.Cuda;

/// <summary>The same with cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GppTheoryAttribute : TheoryAttribute
{
    public GppTheoryAttribute() => Skip = Gpp.Missing;
}
