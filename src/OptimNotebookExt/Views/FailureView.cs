namespace OptimNotebookExt.Views;

/// <summary>Says why a value has no view.</summary>
internal sealed class FailureView(string type, string reason) : View
{
    /// <inheritdoc/>
    public override string Summary => $"{type} cannot be shown: {reason}";

    private protected override void Write(ViewWriter writer) => writer.Paragraph(Summary);
}
