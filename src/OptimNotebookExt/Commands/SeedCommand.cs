using System.Globalization;
using OptimNotebookExt.Views;
using TorchSharp;

namespace OptimNotebookExt.Commands;

/// <summary><c>#!optim seed</c>: seeds torch's global generator.</summary>
internal sealed class SeedCommand : NotebookCommand
{
    public override string Name => "seed";

    public override string Description => "Seeds torch's random numbers, or shows the seed.";

    public override string Example => "#!optim seed 42";

    public override string Twin => "Optim.Seed(42)";

    public override IReadOnlyList<CommandParameter> Parameters { get; } =
    [
        new("--value", "The seed; without it, the present one is shown.") { IsImplicit = true, Values = (_, _) => ["0", "1", "42"] },
    ];

    protected override Task ExecuteAsync(INotebookSession session, CommandArguments arguments)
    {
        session.Display(Seed(arguments.Has("--value") ? arguments.Whole("--value", 0, long.MinValue) : null));
        return Task.CompletedTask;
    }

    internal static View Seed(long? value)
    {
        TorchBackend.EnsureLoaded();
        if (value is { } seed)
            torch.manual_seed(seed);
        var present = (value ?? torch.initial_seed()).ToString(CultureInfo.InvariantCulture);
        return new NoteView(value is null ? $"torch was seeded with {present}." : $"torch is seeded with {present}.");
    }
}
