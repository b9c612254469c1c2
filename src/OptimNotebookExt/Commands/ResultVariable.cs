using System.Text.RegularExpressions;

namespace OptimNotebookExt.Commands;

/// <summary>The variable that a command leaves its result in.</summary>
internal static partial class ResultVariable
{
    /// <summary>The option that names it.</summary>
    internal static CommandParameter Parameter(string missing) => new("--as", $"The variable for the result; {missing} by default.") { Values = (_, _) => [missing] };

    /// <summary>Its name, checked before anything is done.</summary>
    internal static string Name(CommandArguments arguments, string missing)
    {
        var name = arguments.Text("--as") ?? missing;
        return Identifier().IsMatch(name)
            ? name
            : throw new CommandException($"--as must be a C# identifier, but is '{name}': write a name such as {missing}.");
    }

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{N}_]*$")]
    private static partial Regex Identifier();
}
