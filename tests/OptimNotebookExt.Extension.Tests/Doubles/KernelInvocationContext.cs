using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Formatting;

namespace Microsoft.DotNet.Interactive;

/// <summary>As the host's: the cell that runs, found through the flow of execution.</summary>
public sealed class KernelInvocationContext(Kernel handlingKernel, CancellationToken cancellation = default) : IDisposable
{
    private static readonly AsyncLocal<KernelInvocationContext?> Ambient = new();

    public static KernelInvocationContext Current => Ambient.Value!;

    public Kernel HandlingKernel { get; } = handlingKernel;

    public CancellationToken CancellationToken { get; } = cancellation;

    internal List<DisplayedValue> Displayed { get; } = [];

    internal string? Failure { get; private set; }

    internal static KernelInvocationContext Begin(Kernel kernel, CancellationToken cancellation = default) => Ambient.Value = new(kernel, cancellation);

    public void Fail(KernelCommand command, Exception? exception = null, string? message = null)
    {
        Assert.NotNull(command);
        Assert.Null(Failure);
        Failure = message ?? exception!.ToString();
    }

    public void Dispose() => Ambient.Value = null;
}
