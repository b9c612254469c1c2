namespace Microsoft.DotNet.Interactive.Directives;

/// <summary>As the host's.</summary>
public class KernelActionDirective(string name)
{
    public string Name { get; } = name;

    public string? Description { get; set; }

    public Type? KernelCommandType { get; set; }

    public ICollection<KernelDirectiveParameter> Parameters { get; } = [];

    public ICollection<KernelActionDirective> Subcommands { get; } = [];
}
