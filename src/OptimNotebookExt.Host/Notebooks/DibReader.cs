using System.Text;

namespace OptimNotebookExt.Host.Notebooks;

/// <summary>Reads the plain text format of .NET Interactive: cells begin at a line <c>#!csharp</c> or <c>#!markdown</c>.</summary>
internal static class DibReader
{
    internal static NotebookDocument Parse(string text)
    {
        List<NotebookCell> cells = [];
        var language = "csharp";
        var source = new StringBuilder();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (Language(line) is { } next)
            {
                End();
                language = next;
            }
            else
            {
                source.Append(line).Append('\n');
            }
        }
        End();
        return new NotebookDocument { Cells = cells, Metadata = [] };

        void End()
        {
            var body = source.ToString().Trim('\n');
            source.Clear();
            if (body.Length == 0 || language == "meta")
                return;
            cells.Add(new NotebookCell(language == "markdown" ? CellKind.Markdown : CellKind.Code, body));
        }
    }

    private static string? Language(string line) => line.TrimEnd() switch
    {
        "#!csharp" or "#!c#" => "csharp",
        "#!markdown" => "markdown",
        "#!meta" => "meta",
        "#!fsharp" or "#!f#" or "#!pwsh" or "#!powershell" or "#!javascript" or "#!js" or "#!html" or "#!sql" or "#!kql" or "#!mermaid" or "#!value" =>
            throw new InvalidDataException($"a cell of {line.TrimEnd()}: optimnb runs C# alone"),
        _ => null,
    };
}
