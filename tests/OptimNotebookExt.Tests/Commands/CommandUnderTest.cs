using OptimNotebookExt.Commands;
using OptimNotebookExt.Tests.Commands.HowTo;

namespace OptimNotebookExt.Tests.Commands;

/// <summary>A command with its row of the contract test: one of the package, or the one of the how-to, which no host knows.</summary>
/// <param name="Command">The command.</param>
/// <param name="Case">Its row.</param>
/// <param name="Methods">The class that holds its method.</param>
internal sealed record CommandUnderTest(NotebookCommand Command, CommandCase Case, Type Methods)
{
    internal static IReadOnlyList<CommandUnderTest> All { get; } =
    [
        .. CommandCatalog.All.Select(c => new CommandUnderTest(c, CommandCase.All.First(row => row.Name == c.Name), typeof(Optim))),
        .. HowToAddAMagicCommandTests.Commands.Zip(HowToAddAMagicCommandTests.Cases, (c, row) => new CommandUnderTest(c, row, typeof(HowTo.Optim))),
    ];

    private bool IsRegistered => CommandCatalog.Find(Command.Name) is not null;

    internal static CommandUnderTest Of(string name) => All.First(c => c.Command.Name == name);

    /// <summary>Runs what stands after the command's name.</summary>
    internal Task RunAsync(INotebookSession session, string arguments) => IsRegistered
        ? CommandCatalog.RunAsync(session, $"#!optim {Command.Name} {arguments}")
        : Command.RunAsync(session, arguments);

    /// <summary>What is offered at the end of a line.</summary>
    internal IReadOnlyList<CommandCompletion> Complete(INotebookSession session, string arguments)
    {
        var line = $"#!optim {Command.Name} {arguments}";
        return IsRegistered ? CommandCatalog.Complete(session, line, line.Length) : Command.Complete(session, arguments, arguments.Length);
    }
}
