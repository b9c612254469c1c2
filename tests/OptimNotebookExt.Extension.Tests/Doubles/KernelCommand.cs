namespace Microsoft.DotNet.Interactive.Commands;

/// <summary>As the host's.</summary>
public abstract class KernelCommand(string? targetKernelName = null)
{
    public string? TargetKernelName { get; set; } = targetKernelName;
}
