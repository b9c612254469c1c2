namespace Microsoft.DotNet.Interactive.Commands;

/// <summary>As the host's.</summary>
public class SubmitCode(string code, string? targetKernelName = null) : KernelCommand(targetKernelName)
{
    public string Code { get; } = code;
}
