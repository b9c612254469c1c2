using Microsoft.DotNet.Interactive.Commands;

namespace Microsoft.DotNet.Interactive;

/// <summary>As the host's.</summary>
public class KernelCommandResult(KernelCommand command)
{
    public KernelCommand Command { get; } = command;
}
