using OptimNotebookExt.Commands;

namespace OptimNotebookExt.Host.Sessions.Magics;

/// <summary><c>#!optim</c>: the commands of the package.</summary>
internal sealed class OptimMagic : IMagic
{
    public string Name => CommandCatalog.Directive;

    public string Help => "Shows optimizers and what is in them; #!optim help lists what it can.";

    public IEnumerable<CommandCompletion> Complete(string line, int position, CSharpSession session) =>
        CommandCatalog.Complete(session.Commands, line, position);

    public CellError? Run(string arguments, MagicCall call)
    {
        try
        {
            // Not interrupted as code is: a command that is stopped keeps what it has so far.
            CommandCatalog.RunAsync(call.Session.Commands, $"{Name} {arguments}").GetAwaiter().GetResult();
            return null;
        }
        catch (CommandException e)
        {
            return CellError.Of("#!optim", e.Message);
        }
    }
}
