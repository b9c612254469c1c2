using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Views;
using OptimNotebookExt.Views.Measuring;
using static TorchSharp.torch;

namespace OptimNotebookExt.Commands;

/// <summary><c>#!optim matrix</c>: a matrix of an optimizer, or any.</summary>
internal sealed class MatrixCommand : NotebookCommand
{
    public override string Name => "matrix";

    public override string Description => "Shows a matrix of an optimizer, or any: heat map, spectrum, condition number, definiteness.";

    public override string Example => "#!optim matrix opt --parameter 0.weight --name lr_0";

    public override string Twin => "Optim.Matrix(opt, \"0.weight\", \"lr_0\")";

    public override IReadOnlyList<CommandParameter> Parameters { get; } =
    [
        SessionVariables.Parameter("The optimizer, or a tensor of two axes.", typeof(ResearchOptimizer), typeof(Tensor)),
        OptimizerParts.Parameter("The parameter; the first with a matrix by default."),
        OptimizerParts.State("The matrix, such as lr_0, proj_0 or grad_cov_1; the first by default.", matrices: true),
        new("--kind", "What a tensor is: General, LearningRate, GradientCovariance, ParameterCovariance, Projection, Base or Factor.") { Values = (_, _) => Enum.GetNames<MatrixKind>() },
        new("--full", "The whole spectrum also above n = 512.") { IsFlag = true },
    ];

    protected override Task ExecuteAsync(INotebookSession session, CommandArguments arguments)
    {
        var variable = arguments.Text("--var")!;
        session.Display(SessionVariables.Get(session, variable) switch
        {
            ResearchOptimizer optimizer => Matrix(optimizer, arguments.Text("--parameter"), arguments.Text("--name"), arguments.Has("--full")),
            Tensor tensor => MatrixView.Of(tensor, Kind(arguments.Text("--kind")), variable, arguments.Has("--full")),
            var other => throw new CommandException($"The variable '{variable}' is a {other.GetType().Name}, but an optimizer of this package or a tensor is needed: name one."),
        });
        return Task.CompletedTask;
    }

    internal static MatrixView Matrix(ResearchOptimizer optimizer, string? parameter, string? name, bool full)
    {
        var state = parameter is not null
            ? OptimizerParts.Find(optimizer, parameter)
            : optimizer.States.FirstOrDefault(s => name is null ? OptimizerParts.Matrices(s).Any() : s.Has(name))
                ?? throw new CommandException($"No parameter has {(name is null ? "a matrix" : $"a matrix '{name}'")} yet: LearnedGradient keeps lr_0, NeutralGradient proj_0, after their first step.");
        var chosen = name ?? OptimizerParts.Matrices(state).FirstOrDefault()
            ?? throw new CommandException($"The parameter '{state.Name}' has no matrix: it has {OptimizerParts.Few(state.TensorNames)}.");
        var matrix = OptimizerParts.Find(state, chosen);
        return MatrixView.Of(matrix, StateTable.KindOf(chosen, matrix.shape) ?? MatrixKind.General, $"{chosen} of {state.Name}", full);
    }

    private static MatrixKind Kind(string? text) => text is null ? MatrixKind.General
        : Enum.TryParse<MatrixKind>(text, ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind
        : throw new CommandException($"--kind is '{text}': write one of {string.Join(", ", Enum.GetNames<MatrixKind>())}.");
}
