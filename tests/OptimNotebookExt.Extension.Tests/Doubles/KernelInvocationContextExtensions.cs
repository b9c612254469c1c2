using Microsoft.DotNet.Interactive.Formatting;

namespace Microsoft.DotNet.Interactive;

/// <summary>As the host's.</summary>
public static class KernelInvocationContextExtensions
{
    public static DisplayedValue Display(this KernelInvocationContext context, object value, params string[] mimeTypes)
    {
        ArgumentNullException.ThrowIfNull(context);
        var displayed = new DisplayedValue(value, mimeTypes);
        context.Displayed.Add(displayed);
        return displayed;
    }

    public static DisplayedValue DisplayAs(this KernelInvocationContext context, string value, string mimeType) => Display(context, value, mimeType);
}
