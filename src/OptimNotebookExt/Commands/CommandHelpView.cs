using OptimNotebookExt.Views;

namespace OptimNotebookExt.Commands;

/// <summary>One command with its options.</summary>
internal sealed class CommandHelpView(NotebookCommand command) : View
{
    public override string Summary => $"{CommandCatalog.Directive} {command.Name}";

    private protected override void Write(ViewWriter writer)
    {
        writer.Heading(Summary);
        writer.Paragraph(command.Description);
        writer.Facts([("example", command.Example), ("as a method", command.Twin)]);
        if (command.Parameters.Count > 0)
            writer.Table(["option", "value", "what it is"], command.Parameters.Select(p => (IReadOnlyList<string>)[p.Name, Kind(p), p.Description]));
    }

    private static string Kind(CommandParameter parameter) => parameter.IsFlag ? "a switch"
        : (parameter.IsRequired ? "required" : "optional") + (parameter.IsImplicit ? ", the name may be left out" : "");
}
