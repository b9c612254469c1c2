using System.Globalization;
using OptimNotebookExt.Views;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Commands;

/// <summary><c>#!optim device</c>: chooses the device of a notebook.</summary>
internal sealed class DeviceCommand : NotebookCommand
{
    private const string Result = "device";

    public override string Name => "device";

    public override string Description => "Chooses a device into a variable: auto takes CUDA where there is one.";

    public override string Example => "#!optim device auto";

    public override string Twin => "Optim.Device(\"auto\")";

    public override IReadOnlyList<CommandParameter> Parameters { get; } =
    [
        new("--name", "auto, cpu, cuda or cuda:N; auto by default.") { IsImplicit = true, Values = (_, _) => ["auto", "cpu", "cuda"] },
        ResultVariable.Parameter(Result),
    ];

    protected override async Task ExecuteAsync(INotebookSession session, CommandArguments arguments)
    {
        var name = ResultVariable.Name(arguments, Result);
        var device = Choose(arguments.Text("--name") ?? "auto");
        await session.SetVariableAsync(name, device).ConfigureAwait(false);
        session.Display(Describe(name, device));
    }

    internal static Device Choose(string name)
    {
        TorchBackend.EnsureLoaded();
        var devices = cuda.is_available() ? cuda.device_count() : 0;
        if (name == "cpu" || (name == "auto" && devices == 0))
            return torch.device("cpu");
        if (name is "auto" or "cuda" && devices > 0)
            return torch.device("cuda:0");
        var isCuda = name == "cuda" || name.StartsWith("cuda:", StringComparison.Ordinal);
        if (isCuda && devices == 0)
            throw new CommandException($"The device is '{name}', but libtorch sees no CUDA device: write auto or cpu, or use a CUDA backend on a machine with a GPU.");
        if (isCuda && int.TryParse(name.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < devices)
            return torch.device(name);
        throw new CommandException($"The device is '{name}': write auto, cpu{(devices > 0 ? $" or cuda:0 to cuda:{devices - 1}" : " or, with a GPU, cuda")}.");
    }

    private static FactsView Describe(string name, Device device) => new(
        $"{name} is {device}",
        [
            ("CUDA devices", cuda.is_available() ? ViewText.Count(cuda.device_count()) : "none"),
            ("threads", ViewText.Count(get_num_threads())),
            ("backend", $"libtorch {__version__}"),
        ]);
}
