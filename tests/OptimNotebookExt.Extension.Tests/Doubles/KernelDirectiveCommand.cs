namespace Microsoft.DotNet.Interactive.Commands;

/// <summary>As the host's, where the line as written is not public either.</summary>
public abstract class KernelDirectiveCommand : KernelCommand
{
    internal DirectiveNode? DirectiveNode { get; set; }
}
