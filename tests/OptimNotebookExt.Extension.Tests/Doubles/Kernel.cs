using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Directives;

namespace Microsoft.DotNet.Interactive;

/// <summary>As the host's, with the members that extension.dib uses and what a test needs to look at them.</summary>
public class Kernel(string name)
{
    private readonly Dictionary<Type, Func<KernelCommand, KernelInvocationContext, Task>> handlers = [];

    public string Name { get; } = name;

    public Kernel RootKernel { get; init; } = null!;

    internal List<KernelActionDirective> Directives { get; } = [];

    internal List<KernelCommand> Sent { get; } = [];

    public void AddDirective<TCommand>(KernelActionDirective directive, Func<TCommand, KernelInvocationContext, Task> handler)
        where TCommand : KernelCommand
    {
        // As the host: what is nested must have been declared before, and the type must agree.
        directive.KernelCommandType ??= typeof(TCommand);
        Assert.Equal(typeof(TCommand), directive.KernelCommandType);
        Directives.Add(directive);
        handlers.Add(typeof(TCommand), (command, context) => handler((TCommand)command, context));
    }

    public virtual Task<KernelCommandResult> SendAsync(KernelCommand command)
    {
        Sent.Add(command);
        return Task.FromResult(new KernelCommandResult(command));
    }

    internal Task HandleAsync(KernelCommand command, KernelInvocationContext context) => handlers[command.GetType()](command, context);
}
