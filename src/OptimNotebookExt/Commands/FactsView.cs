using OptimNotebookExt.Views;

namespace OptimNotebookExt.Commands;

/// <summary>A few named values under a heading.</summary>
internal sealed class FactsView(string heading, IReadOnlyList<(string Name, string Value)> facts) : View
{
    public override string Summary => heading;

    private protected override void Write(ViewWriter writer)
    {
        writer.Heading(heading);
        writer.Facts(facts);
    }
}
