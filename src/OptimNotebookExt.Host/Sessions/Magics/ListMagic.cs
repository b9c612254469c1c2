namespace OptimNotebookExt.Host.Sessions.Magics;

/// <summary><c>#!lsmagic</c>: the magics there are.</summary>
internal sealed class ListMagic : IMagic
{
    public string Name => "#!lsmagic";

    public string Help => "Lists the magic commands.";

    public CellError? Run(string arguments, MagicCall call)
    {
        var all = call.Session.Magics.All;
        var width = all.Max(m => m.Name.Length);
        call.Session.Put(new Displayed(MimeBundle.Text(string.Join('\n', all.Select(m => $"{m.Name.PadRight(width)}  {m.Help}"))), null));
        return null;
    }
}
