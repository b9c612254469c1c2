namespace OptimNotebookExt.Commands;

/// <summary>An option of a command: <c>--name value</c>, or <c>--name</c> alone for a flag.</summary>
/// <param name="Name">The name with its dashes, for example <c>--steps</c>.</param>
/// <param name="Description">One line for help and completion.</param>
public sealed record CommandParameter(string Name, string Description)
{
    /// <summary>Whether the value may come without the name; at most one parameter of a command.</summary>
    public bool IsImplicit { get; init; }

    /// <summary>Whether the command does not run without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether the name alone says it all.</summary>
    public bool IsFlag { get; init; }

    /// <summary>Values to offer, given the session and what of the line is known; never null, and it may throw.</summary>
    public Func<INotebookSession, CommandArguments, IEnumerable<string>> Values { get; init; } = (_, _) => [];

    /// <summary>Values to offer for completion, in order; nothing where they cannot be found.</summary>
    /// <param name="session">Whose variables are looked at.</param>
    /// <param name="known">What else the line says; nothing where null.</param>
    public IReadOnlyList<string> Suggest(INotebookSession session, CommandArguments? known = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        try
        {
            return [.. Values(session, known ?? CommandArguments.None).Distinct()];
        }
#pragma warning disable CA1031 // a variable may be disposed or in the middle of a change: completion then offers nothing
        catch (Exception)
#pragma warning restore CA1031
        {
            return [];
        }
    }
}
