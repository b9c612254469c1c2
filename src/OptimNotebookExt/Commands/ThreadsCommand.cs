using System.Globalization;
using OptimNotebookExt.Views;
using TorchSharp;

namespace OptimNotebookExt.Commands;

/// <summary><c>#!optim threads</c>: how many threads libtorch uses.</summary>
internal sealed class ThreadsCommand : NotebookCommand
{
    private const int Most = 1024;

    public override string Name => "threads";

    public override string Description => "Sets how many threads libtorch uses for an operation, or shows it.";

    public override string Example => "#!optim threads 2";

    public override string Twin => "Optim.Threads(2)";

    public override IReadOnlyList<CommandParameter> Parameters { get; } =
    [
        new("--count", "How many; without it, the present number is shown.")
        {
            IsImplicit = true,
            Values = (_, _) => new[] { 1, Environment.ProcessorCount }.Select(n => n.ToString(CultureInfo.InvariantCulture)),
        },
    ];

    protected override Task ExecuteAsync(INotebookSession session, CommandArguments arguments)
    {
        session.Display(Threads(arguments.Has("--count") ? (int)arguments.Whole("--count", 1, 1, Most) : null));
        return Task.CompletedTask;
    }

    internal static View Threads(int? count)
    {
        if (count is < 1 or > Most)
            throw new CommandException($"count must be 1 to {Most}, but is {count}: write for example {Environment.ProcessorCount}, the machine's processors.");
        TorchBackend.EnsureLoaded();
        if (count is { } wanted)
            torch.set_num_threads(wanted);
        return new NoteView($"libtorch uses {ViewText.Count(torch.get_num_threads(), "thread")}; the machine has {ViewText.Count(Environment.ProcessorCount, "processor")}.");
    }
}
