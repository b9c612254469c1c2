using OptimNotebookExt.Fuzz.Mutations;
using OptimNotebookExt.Host.Notebooks;

namespace OptimNotebookExt.Fuzz.Targets;

/// <summary>Notebooks of .NET Interactive as plain text.</summary>
internal sealed class DibTarget : FuzzTarget
{
    private static readonly string[] s_seeds =
    [
        "#!meta\n\n{\"kernelInfo\":{\"defaultKernelName\":\"csharp\"}}\n\n#!markdown\n\n# Title\n\ntext\n\n#!csharp\n\nvar n = 2;\nn * 21\n",
        "var n = 1;\r\n#!csharp\r\n#!optim show opt\r\nn\r\n#!markdown\r\n* a\r\n",
        "#!c#\n#r \"nuget: TorchSharp\"\n\n#!markdown\n\n#!csharp\n\n",
    ];

    private static readonly string[] s_words =
        ["#!csharp", "#!c#", "#!markdown", "#!meta", "#!fsharp", "#!pwsh", "#!value", "#!html", "#!time", "#!optim", "\n", "\r\n", "\n\n", "# Title", "{", "}", " ", "\u2028", "\u0085", "\v", "#!csharp ", " #!csharp", "#!csharp x"];

    internal override string Name => "dib";

    internal override byte[] Make(FuzzRandom random) => Utf16.Bytes(TextMutator.Change(random.Pick(s_seeds), s_words, random));

    internal override bool Read(byte[] input)
    {
        NotebookDocument notebook;
        try
        {
            notebook = DibReader.Parse(Utf16.Text(input));
        }
        catch (InvalidDataException e)
        {
            return Refused(e);
        }
        _ = notebook.Title;
        if (notebook.Cells.Exists(c => c.Source.Length == 0 || c.Source.StartsWith('\n') || c.Source.EndsWith('\n')))
            throw new FuzzFindingException("a cell is empty, or has empty lines around it");
        // One in eight, for it takes longest.
        return input.Length % 16 != 0 || IpynbReader.Parse(IpynbWriter.Render(notebook)).Cells.Count == notebook.Cells.Count
            ? true
            : throw new FuzzFindingException("written as .ipynb the notebook has other cells");
    }
}
