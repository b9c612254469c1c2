using OptimNotebookExt.Views;

namespace OptimNotebookExt.Commands;

/// <summary>The commands, a line each.</summary>
internal sealed class CommandListView(IReadOnlyList<NotebookCommand> commands) : View
{
    public override string Summary => $"{ViewText.Count(commands.Count, "command")} of {CommandCatalog.Directive}";

    private protected override void Write(ViewWriter writer)
    {
        writer.Heading(Summary);
        writer.Table(["command", "what it does", "example", "as a method"], commands.Select(c => (IReadOnlyList<string>)[c.Name, c.Description, c.Example, c.Twin]));
        writer.Paragraph($"{CommandCatalog.Directive} help NAME explains a command with its options; the methods need 'using OptimNotebookExt;'.");
    }
}
