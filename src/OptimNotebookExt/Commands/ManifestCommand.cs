using OptimNotebookExt.Experiments;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Commands;

/// <summary><c>#!optim manifest</c>: versions and machine.</summary>
internal sealed class ManifestCommand : NotebookCommand
{
    public override string Name => "manifest";

    public override string Description => "Shows what the notebook runs with: versions, system, device, threads, seeds.";

    public override string Example => "#!optim manifest --seeds 42,1";

    public override string Twin => "Optim.Manifest(seeds: [42, 1])";

    public override IReadOnlyList<CommandParameter> Parameters { get; } =
    [
        new("--seeds", "The seeds that were used, separated by commas.") { IsImplicit = true, Values = (_, _) => ["42"] },
        new("--device", "The device that was used; cpu by default.") { Values = (_, _) => ["cpu", "cuda"] },
    ];

    protected override Task ExecuteAsync(INotebookSession session, CommandArguments arguments)
    {
        session.Display(new RunManifestView(RunManifest.Capture(arguments.Wholes("--seeds", []), arguments.Text("--device") ?? "cpu")));
        return Task.CompletedTask;
    }
}
