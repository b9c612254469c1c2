using OptimNotebookExt.Commands;
using OptimNotebookExt.Diagnostics;
using OptimNotebookExt.Experiments;
using OptimNotebookExt.Experiments.EveCain;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Projections;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Tracing;
using OptimNotebookExt.Views;
using static TorchSharp.torch;

namespace OptimNotebookExt;

/// <summary>
/// The magic commands as methods, one for each <c>#!optim</c> command, for programs and for notebooks without magics. Each
/// returns what it shows or makes, so that a cell that ends with the call shows it.
/// </summary>
public static class Optim
{
    /// <summary>The view of a value.</summary>
    /// <param name="value">An optimizer, a module, a tensor, a history, a trace, a result.</param>
    /// <exception cref="CommandException">There is no view of such values.</exception>
    public static View Show(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return ShowCommand.Show(value, nameof(value));
    }

    /// <summary>What an optimizer keeps for a parameter, or one tensor of it.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="parameter">The parameter's name; all when null.</param>
    /// <param name="name">A tensor of its state, such as <c>exp_avg</c>; all when null.</param>
    /// <exception cref="CommandException">There is no such parameter or state.</exception>
    public static View State(ResearchOptimizer optimizer, string? parameter = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return StateCommand.State(optimizer, parameter, name);
    }

    /// <summary>A matrix of an optimizer.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="parameter">The parameter's name; the first with a matrix when null.</param>
    /// <param name="name">The matrix, such as <c>lr_0</c>; the first when null.</param>
    /// <param name="full">The whole spectrum also above n = 512.</param>
    /// <exception cref="CommandException">There is no such parameter or matrix.</exception>
    public static MatrixView Matrix(ResearchOptimizer optimizer, string? parameter = null, string? name = null, bool full = false)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return MatrixCommand.Matrix(optimizer, parameter, name, full);
    }

    /// <summary>Records an optimizer's coming steps, until the result is disposed.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="every">Steps between samples, at least 1.</param>
    /// <param name="level">Which columns are recorded.</param>
    /// <exception cref="InvalidOperationException">The optimizer has a history already.</exception>
    public static History History(ResearchOptimizer optimizer, long every = 10, HistoryLevel level = HistoryLevel.Economy) => HistoryCommand.Record(optimizer, every, level);

    /// <summary>Records an optimizer's coming steps line by line.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="steps">How many steps, at least 1.</param>
    /// <param name="parameter">The parameter's name; all when null.</param>
    /// <exception cref="CommandException">There is no such parameter.</exception>
    /// <exception cref="InvalidOperationException">The optimizer is being recorded already.</exception>
    public static StepTrace Trace(ResearchOptimizer optimizer, int steps = 1, string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return TraceCommand.Record(optimizer, steps, parameter);
    }

    /// <summary>Solves P·G·P = C and shows solution and check.</summary>
    /// <param name="gradCov">G (n × n), float32 or float64.</param>
    /// <param name="paramCov">C (n × n), same dtype and device.</param>
    /// <param name="solver">The decomposition.</param>
    /// <exception cref="ArgumentException">The matrices do not fit each other or hold non-finite values.</exception>
    public static ProjectionView Pgp(Tensor gradCov, Tensor paramCov, ProjectionSolver solver = ProjectionSolver.Eigen) => PgpCommand.Pgp(gradCov, paramCov, solver);

    /// <summary>Solves P·G·P = C for the statistics that an optimizer has of a parameter's axis.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="parameter">The parameter's name; the first that has statistics when null.</param>
    /// <param name="dim">Its axis; the first that has statistics when null.</param>
    /// <param name="solver">The decomposition.</param>
    /// <exception cref="CommandException">There is no such parameter, or there are no statistics of it now.</exception>
    public static ProjectionView Pgp(NeutralGradient optimizer, string? parameter = null, long? dim = null, ProjectionSolver solver = ProjectionSolver.Eigen)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        return PgpCommand.Pgp(optimizer, parameter, dim, solver);
    }

    /// <summary>Trains the draft's experiment with several optimizers, showing progress in <see cref="NotebookHost.Session"/>; a stop keeps what is there.</summary>
    /// <param name="optimizers">Their names; this package's four when null.</param>
    /// <param name="seeds">Seeds of the data; 42 when null.</param>
    /// <param name="epochs">Epochs of a run, at least 1; 150 in the draft.</param>
    /// <param name="presets">Names of settings; <c>test</c> when null.</param>
    /// <param name="device"><c>cpu</c> or <c>cuda</c>.</param>
    /// <param name="cancellation">Stops it between two epochs, as stopping the cell does.</param>
    /// <returns>The runs; one that was not finished says in its preset's name how far it came.</returns>
    /// <exception cref="ArgumentException">A name is unknown or a number out of range.</exception>
    /// <exception cref="OperationCanceledException">Stopped before the first step.</exception>
    public static EveCainResults Compare(IEnumerable<string>? optimizers = null, IEnumerable<long>? seeds = null, int epochs = 30, IEnumerable<string>? presets = null, string device = "cpu", CancellationToken cancellation = default) =>
        CompareCommand.Compare(optimizers, seeds, epochs, presets, device, cancellation);

    /// <summary>Attaches diagnostics to a model, until the result is disposed.</summary>
    /// <param name="model">The model.</param>
    public static TensorDiagnostics Diagnose(nn.Module model) => TensorDiagnostics.Attach(model);

    /// <summary>What diagnostics saw until now.</summary>
    /// <param name="diagnostics">The diagnostics; they go on.</param>
    public static DiagnosticsReport Diagnose(TensorDiagnostics diagnostics)
    {
        ArgumentNullException.ThrowIfNull(diagnostics);
        return diagnostics.Collect();
    }

    /// <summary>Seeds torch's random numbers, or shows the seed.</summary>
    /// <param name="value">The seed; null shows the present one.</param>
    public static View Seed(long? value = null) => SeedCommand.Seed(value);

    /// <summary>Chooses a device.</summary>
    /// <param name="name"><c>auto</c> (CUDA where there is one), <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</param>
    /// <exception cref="CommandException">There is no such device.</exception>
    public static Device Device(string name = "auto")
    {
        ArgumentNullException.ThrowIfNull(name);
        return DeviceCommand.Choose(name);
    }

    /// <summary>Sets how many threads libtorch uses for an operation, or shows it.</summary>
    /// <param name="count">1 to 1024; null shows the present number.</param>
    /// <exception cref="CommandException">The number is out of range.</exception>
    public static View Threads(int? count = null) => ThreadsCommand.Threads(count);

    /// <summary>What this process runs with.</summary>
    /// <param name="seeds">The seeds that were used.</param>
    /// <param name="device">The device that was used.</param>
    public static RunManifest Manifest(IEnumerable<long>? seeds = null, string device = "cpu") => RunManifest.Capture(seeds ?? [], device);

    /// <summary>Writes a value to a file, whole or not at all: .html or .txt as shown; .svg, .png, .csv or .json where it has such a form.</summary>
    /// <param name="value">An optimizer, a figure, a history, a result.</param>
    /// <param name="path">The file; its folder must exist, and its ending decides the form.</param>
    /// <param name="overwrite">Whether a file that exists is replaced.</param>
    /// <returns>The full path.</returns>
    /// <exception cref="CommandException">The value has no such form, the folder does not exist, or the file does and is not to be replaced.</exception>
    public static string Export(object value, string path, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return ExportCommand.Export(value, "the value", path, overwrite);
    }

    /// <summary>The commands, or one with its options.</summary>
    /// <param name="command">The command to explain; all when null.</param>
    /// <exception cref="CommandException">There is no such command.</exception>
    public static View Help(string? command = null) => HelpCommand.Help(command);
}
