using OptimNotebookExt.Experiments.EveCain;

namespace OptimNotebookExt.Commands;

/// <summary><c>#!optim compare</c>: optimizers on the draft's experiment, live.</summary>
internal sealed class CompareCommand : NotebookCommand
{
    private const string Result = "results";
    private const int Epochs = 30;

    public override string Name => "compare";

    public override string Description => "Trains the draft's experiment with several optimizers, shows the curves as they come; stopping keeps what is there.";

    public override string Example => "#!optim compare Eve,Cain --seeds 42,1 --epochs 10";

    public override string Twin => "Optim.Compare([\"Eve\", \"Cain\"], seeds: [42, 1], epochs: 10)";

    public override IReadOnlyList<CommandParameter> Parameters { get; } =
    [
        new("--optimizers", "The optimizers, separated by commas; this package's four by default.")
        {
            IsImplicit = true,
            Values = (_, _) => EveCainPresets.All.Select(p => p.Optimizer),
        },
        new("--presets", "Their settings, separated by commas; test by default.") { Values = Presets },
        new("--seeds", "Seeds of the data, separated by commas; 42 by default.") { Values = (_, _) => ["42", "42,1,2,3,4"] },
        new("--epochs", "Epochs of a run; 30 by default, 150 in the draft.") { Values = (_, _) => ["10", "30", "150"] },
        new("--device", "cpu or cuda; cpu by default.") { Values = (_, _) => ["cpu", "cuda"] },
        new("--seconds", "Stops by itself after this time and keeps what is there.") { Values = (_, _) => ["30", "300"] },
        ResultVariable.Parameter(Result),
    ];

    protected override async Task ExecuteAsync(INotebookSession session, CommandArguments arguments)
    {
        var name = ResultVariable.Name(arguments, Result);
        var presets = EveCainPresets.Select(arguments.List("--optimizers"), arguments.List("--presets"));
        var options = new EveCainOptions { Epochs = (int)arguments.Whole("--epochs", Epochs, 1, 100_000), Device = arguments.Text("--device") ?? "cpu" };
        var comparison = new Comparison(presets, arguments.Wholes("--seeds", [42]), options);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(session.Cancellation);
        if (arguments.Has("--seconds"))
            stop.CancelAfter(TimeSpan.FromSeconds(arguments.Whole("--seconds", 0, 1, 1_000_000)));
        // Not on the host's thread, so that it can answer a request to stop.
        var results = await Task.Run(() => comparison.Run(session, showsResult: true, stop.Token), CancellationToken.None).ConfigureAwait(false);
        await session.SetVariableAsync(name, results).ConfigureAwait(false);
    }

    internal static EveCainResults Compare(IEnumerable<string>? optimizers, IEnumerable<long>? seeds, int epochs, IEnumerable<string>? presets, string device, CancellationToken cancellation)
    {
        var selected = EveCainPresets.Select([.. optimizers ?? []], [.. presets ?? []]);
        var session = NotebookHost.Session;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(session.Cancellation, cancellation);
        return new Comparison(selected, [.. seeds ?? [42]], new EveCainOptions { Epochs = epochs, Device = device }).Run(session, showsResult: false, stop.Token);
    }

    private static IEnumerable<string> Presets(INotebookSession session, CommandArguments known)
    {
        var optimizers = known.List("--optimizers");
        return EveCainPresets.All.Where(p => optimizers.Count == 0 || optimizers.Contains(p.Optimizer, StringComparer.OrdinalIgnoreCase)).Select(p => p.Name);
    }
}
