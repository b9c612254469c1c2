using OptimNotebookExt.Views;

namespace OptimNotebookExt.Commands;

/// <summary>What a command did, in a sentence.</summary>
internal sealed class NoteView(string text) : View
{
    public override string Summary => text;

    private protected override void Write(ViewWriter writer) => writer.Paragraph(text);
}
