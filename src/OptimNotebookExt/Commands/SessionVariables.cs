using OptimNotebookExt.Views;

namespace OptimNotebookExt.Commands;

/// <summary>Variables of a session by name and type, for commands and their completion.</summary>
internal static class SessionVariables
{
    /// <summary>The option that names a variable.</summary>
    internal static CommandParameter Parameter(string description, params Type[] types) => new("--var", description)
    {
        IsImplicit = true,
        IsRequired = true,
        Values = (session, _) => Names(session, v => types.Any(t => t.IsInstanceOfType(v))),
    };

    /// <summary>Names of the variables whose values fit.</summary>
    internal static IEnumerable<string> Names(INotebookSession session, Func<object, bool> fits) =>
        session.VariableNames.Where(name => session.TryGetVariable(name, out var value) && value is not null && fits(value)).Order(StringComparer.Ordinal);

    /// <summary>The value of a variable that must be there.</summary>
    internal static object Get(INotebookSession session, string name) =>
        !session.TryGetVariable(name, out var value)
            ? throw new CommandException($"There is no variable '{name}'{Known(session)}: declare it in a cell before, or name another.")
            : value ?? throw new CommandException($"The variable '{name}' is null: assign it before.");

    /// <summary>The value of a variable that must be there and of a type.</summary>
    internal static T Get<T>(INotebookSession session, string name, string wanted)
    {
        var value = Get(session, name);
        return value is T fitting
            ? fitting
            : throw new CommandException($"The variable '{name}' is a {value.GetType().Name}, but {wanted} is needed: name one{Fitting<T>(session)}.");
    }

    private static string Known(INotebookSession session)
    {
        var names = Names(session, v => ViewCatalog.Types.Any(t => t.IsInstanceOfType(v))).Take(8).ToArray();
        return names.Length == 0 ? "" : $" (there are {string.Join(", ", names)})";
    }

    private static string Fitting<T>(INotebookSession session)
    {
        var names = Names(session, v => v is T).Take(8).ToArray();
        return names.Length == 0 ? "" : $", such as {string.Join(", ", names)}";
    }
}
