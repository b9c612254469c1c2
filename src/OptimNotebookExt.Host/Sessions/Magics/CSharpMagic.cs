namespace OptimNotebookExt.Host.Sessions.Magics;

/// <summary><c>#!csharp</c>, the language of every cell here: notebooks of .NET Interactive may say it.</summary>
internal sealed class CSharpMagic : IMagic
{
    public string Name => "#!csharp";

    public string Help => "The language of the cells; there is no other one here.";

    public CellError? Run(string arguments, MagicCall call) => null;
}
