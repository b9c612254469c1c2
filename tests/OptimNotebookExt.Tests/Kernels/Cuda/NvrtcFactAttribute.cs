using OptimNotebookExt.Kernels.Cuda;

namespace OptimNotebookExt.Tests.Kernels.Cuda;

/// <summary>A test that needs NVRTC, which needs no device; OPTIM_NVRTC may name its file.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NvrtcFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Missing = new(() =>
    {
        try
        {
            Nvrtc.Find();
            return null;
        }
        catch (KernelException e)
        {
            return e.Message;
        }
    });

    public NvrtcFactAttribute() => Skip = Missing.Value;

    /// <summary>Whether kernels are compiled for the CPU as well.</summary>
    public bool NeedsGpp
    {
        get;
        set
        {
            field = value;
            Skip ??= value ? Gpp.Missing : null;
        }
    }
}
