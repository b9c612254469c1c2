namespace OptimNotebookExt.Commands;

/// <summary>What may stand at the caret of a command's arguments: values of the option before it, else options and implicit values.</summary>
internal static class CommandCompleter
{
    internal static IReadOnlyList<CommandCompletion> Complete(NotebookCommand command, INotebookSession session, string arguments, int position)
    {
        var tokens = CommandToken.Split(arguments);
        var current = tokens.FirstOrDefault(t => t.Start < position && position <= t.End);
        var typed = current is null ? "" : arguments[current.Start..position];
        var before = tokens.Where(t => t.End < position && t != current).ToArray();
        var others = tokens.Where(t => t != current).ToArray();
        // An option whose value is being typed has none yet: without it, the rest of the line can be read.
        var open = before.LastOrDefault() is { IsOption: true } last ? command.Parameters.FirstOrDefault(p => p.Name == last.Raw && !p.IsFlag) : null;
        var known = CommandArguments.Known(command, others.Where(t => open is null || t != before[^1]));
        return open is not null
            ? Fitting(open.Suggest(session, known).Select(v => (v, open.Description)))
            : Fitting([.. Implicit(), .. Options()]);

        IEnumerable<(string, string)> Implicit() =>
            command.Parameters.FirstOrDefault(p => p.IsImplicit && !known.Has(p.Name)) is { } parameter
                ? parameter.Suggest(session, known).Select(v => (v, parameter.Description))
                : [];

        IEnumerable<(string, string)> Options() =>
            command.Parameters.Where(p => others.All(t => t.Raw != p.Name)).Select(p => (p.Name, p.Description));

        // A list is completed behind its last comma.
        IReadOnlyList<CommandCompletion> Fitting(IEnumerable<(string Text, string Description)> offers)
        {
            var comma = typed.StartsWith('-') ? -1 : typed.LastIndexOf(',');
            var word = typed[(comma + 1)..];
            var start = position - word.Length;
            var end = current is null ? position : current.End;
            return [.. offers
                .Where(o => Written(o.Text).StartsWith(word, StringComparison.OrdinalIgnoreCase) || o.Text.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                .Select(o => new CommandCompletion(Written(o.Text), o.Description, start, end - start))];
        }
    }

    /// <summary>A value as it must be written to be one word.</summary>
    private static string Written(string value) =>
        value.Length > 0 && value[0] != '"' && !value.Any(char.IsWhiteSpace) ? value : System.Text.Json.JsonSerializer.Serialize(value);
}
