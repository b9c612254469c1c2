namespace Microsoft.DotNet.Interactive.Directives;

/// <summary>As the host's.</summary>
public class KernelDirectiveParameter(string name, string? description = null)
{
    public string Name { get; } = name;

    public string? Description { get; init; } = description;

    public bool AllowImplicitName { get; init; }

    public bool Required { get; init; }

    public bool Flag { get; init; }

    internal Func<IEnumerable<string>>? Completions { get; private set; }

    public KernelDirectiveParameter AddCompletions(Func<IEnumerable<string>> getCompletions)
    {
        Completions = getCompletions;
        return this;
    }
}
