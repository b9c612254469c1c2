using System.Globalization;

namespace OptimNotebookExt.Commands;

/// <summary>What a line says to a command: the values of its options.</summary>
public sealed class CommandArguments
{
    private readonly string command;
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    private CommandArguments(string command) => this.command = command;

    internal static CommandArguments None { get; } = new("");

    /// <summary>Takes values from a host that reads lines itself; null and empty ones are left out, a flag's is "true".</summary>
    /// <param name="command">The command they are for.</param>
    /// <param name="values">Names with their dashes, and values.</param>
    /// <exception cref="CommandException">An option is unknown, or a required one is missing.</exception>
    public static CommandArguments Of(NotebookCommand command, IEnumerable<KeyValuePair<string, string?>> values)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(values);
        var arguments = new CommandArguments(command.Name);
        foreach (var (name, value) in values.Where(v => !string.IsNullOrEmpty(v.Value)))
        {
            var parameter = command.Parameter(name);
            if (!parameter.IsFlag || Flag(name, value!))
                arguments.values[name] = value!;
        }
        arguments.CheckRequired(command);
        return arguments;
    }

    /// <summary>Reads the part of a line after the command's name; values in double quotes are JSON strings.</summary>
    /// <param name="command">The command.</param>
    /// <param name="text">For example <c>opt --parameter 0.weight</c>.</param>
    /// <exception cref="CommandException">An option is unknown, given twice or without value, or a required one is missing.</exception>
    public static CommandArguments Parse(NotebookCommand command, string text)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(text);
        var arguments = Read(command, CommandToken.Split(text));
        arguments.CheckRequired(command);
        return arguments;
    }

    /// <summary>Whether an option was given.</summary>
    /// <param name="name">Its name with the dashes.</param>
    public bool Has(string name) => values.ContainsKey(name);

    /// <summary>The text of an option, null where it was not given.</summary>
    /// <param name="name">Its name with the dashes.</param>
    public string? Text(string name) => values.GetValueOrDefault(name);

    /// <summary>The texts of an option that takes several, separated by commas; none where it was not given.</summary>
    /// <param name="name">Its name with the dashes.</param>
    public IReadOnlyList<string> List(string name) =>
        Text(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>The whole number of an option.</summary>
    /// <param name="name">Its name with the dashes.</param>
    /// <param name="missing">The value where it was not given.</param>
    /// <param name="least">The least allowed.</param>
    /// <param name="most">The greatest allowed.</param>
    /// <exception cref="CommandException">It is no whole number in that range.</exception>
    public long Whole(string name, long missing, long least = 1, long most = long.MaxValue) =>
        Text(name) is not { } text ? missing : Whole(name, text, least, most);

    /// <summary>The whole numbers of an option that takes several, separated by commas.</summary>
    /// <inheritdoc cref="Whole(string, long, long, long)"/>
    public IReadOnlyList<long> Wholes(string name, IReadOnlyList<long> missing, long least = long.MinValue, long most = long.MaxValue) =>
        !Has(name) ? missing : [.. List(name).Select(text => Whole(name, text, least, most))];

    /// <summary>Refuses options that the command does not have, and options given twice.</summary>
    internal static void CheckNames(NotebookCommand command, string text)
    {
        var options = CommandToken.Split(text).Where(t => t.IsOption).Select(t => command.Parameter(t.Raw)).ToArray();
        if (options.GroupBy(p => p).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new CommandException($"{twice.Key.Name} of #!optim {command.Name} is given twice: give it once.");
    }

    /// <summary>The line as far as it can be read: for completion, where it is not whole yet.</summary>
    internal static CommandArguments Known(NotebookCommand command, IEnumerable<CommandToken> tokens)
    {
        try
        {
            return Read(command, [.. tokens]);
        }
        catch (CommandException)
        {
            return None;
        }
    }

    private static CommandArguments Read(NotebookCommand command, List<CommandToken> tokens)
    {
        var arguments = new CommandArguments(command.Name);
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            var parameter = token.IsOption ? command.Parameter(token.Raw) : command.Implicit(token.Value);
            if (arguments.Has(parameter.Name))
                throw new CommandException($"{parameter.Name} of #!optim {command.Name} is given twice, again as '{token.Raw}': give it once.");
            var value = parameter.IsFlag ? "true"
                : !token.IsOption ? token.Value
                : i + 1 < tokens.Count && !tokens[i + 1].IsOption ? tokens[++i].Value
                : throw new CommandException($"{parameter.Name} of #!optim {command.Name} has no value: write {parameter.Name} and then {Lower(parameter.Description)}.");
            arguments.values[parameter.Name] = value;
        }
        return arguments;
    }

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text[1..].TrimEnd('.');

    private static bool Flag(string name, string value) => bool.TryParse(value, out var set)
        ? set
        : throw new CommandException($"{name} is a switch and takes no value, but got '{value}': leave the value out.");

    private long Whole(string name, string text, long least, long most) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new CommandException(string.Create(CultureInfo.InvariantCulture,
                $"{name} of #!optim {command} must be a whole number{(least > long.MinValue ? $" of at least {least}" : "")}{(most < long.MaxValue ? $" and at most {most}" : "")}, but is '{text}': change it or leave it out."));

    private void CheckRequired(NotebookCommand command)
    {
        if (command.Parameters.FirstOrDefault(p => p.IsRequired && !Has(p.Name)) is { } missing)
            throw new CommandException($"#!optim {command.Name} needs {missing.Name} ({Lower(missing.Description)}), but none was given: write for example {command.Example}.");
    }
}
