using System.Globalization;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Projections;
using OptimNotebookExt.Views;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Commands;

/// <summary><c>#!optim pgp</c>: solves P·G·P = C and checks the solution.</summary>
internal sealed class PgpCommand : NotebookCommand
{
    public override string Name => "pgp";

    public override string Description => "Solves P·G·P = C for two covariances, of variables or of a NeutralGradient's parameter, and checks it.";

    public override string Example => "#!optim pgp G --param-cov C --solver Svd";

    public override string Twin => "Optim.Pgp(G, C)";

    public override IReadOnlyList<CommandParameter> Parameters { get; } =
    [
        SessionVariables.Parameter("The gradient's covariance G, a projection, or a NeutralGradient.", typeof(Tensor), typeof(Projection), typeof(NeutralGradient)),
        new("--param-cov", "The parameter's covariance C, where G is a tensor.") { Values = (session, _) => SessionVariables.Names(session, v => v is Tensor) },
        OptimizerParts.Parameter("The optimizer's parameter; the first that has statistics by default."),
        new("--dim", "The parameter's axis; the first that has statistics by default.") { Values = (_, _) => ["0", "1"] },
        new("--solver", "How matrices are decomposed: Eigen or Svd.") { Values = (_, _) => Enum.GetNames<ProjectionSolver>() },
    ];

    protected override Task ExecuteAsync(INotebookSession session, CommandArguments arguments)
    {
        var variable = arguments.Text("--var")!;
        var solver = Solver(arguments.Text("--solver"));
        session.Display(SessionVariables.Get(session, variable) switch
        {
            Projection projection => projection.View(),
            NeutralGradient optimizer => Pgp(optimizer, arguments.Text("--parameter"), arguments.Has("--dim") ? arguments.Whole("--dim", 0, 0) : null, solver),
            Tensor gradCov => Pgp(gradCov, SessionVariables.Get<Tensor>(session, arguments.Text("--param-cov") ?? throw new CommandException($"#!optim pgp {variable} needs C beside G: write --param-cov and the variable that holds it."), "a tensor"), solver),
            var other => throw new CommandException($"The variable '{variable}' is a {other.GetType().Name}, but a tensor, a projection or a NeutralGradient is needed: name one."),
        });
        return Task.CompletedTask;
    }

    internal static ProjectionView Pgp(Tensor gradCov, Tensor paramCov, ProjectionSolver solver)
    {
        using var projection = ProjectionEstimator.Estimate(gradCov, paramCov, solver: solver);
        return projection.View();
    }

    internal static ProjectionView Pgp(NeutralGradient optimizer, string? parameter, long? dim, ProjectionSolver solver)
    {
        (string Name, int Dim)? early = null;
        var states = parameter is null ? optimizer.States : [OptimizerParts.Find(optimizer, parameter)];
        foreach (var state in states)
        {
            foreach (var d in Enumerable.Range(0, (int)state.Parameter.ndim).Where(d => dim is null || d == dim))
            {
                if (!state.TryGet($"grad_cov_{d}", out var gradCov) || !state.TryGet($"param_cov_{d}", out var paramCov))
                    continue;
                using var noTape = torch.no_grad();
                using var scope = torch.NewDisposeScope();
                if (!paramCov.ne(Scalars.Of(0)).any().item<bool>())
                {
                    early ??= (state.Name, d);
                    continue;
                }
                // As the optimizer estimates: in float64, the sum over the rows it has seen.
                return Pgp(gradCov.to(ScalarType.Float64).Over(state.Count($"grad_cov_count_{d}")), paramCov.to(ScalarType.Float64), solver);
            }
        }
        if (early is (var name, var first))
            throw new CommandException(string.Create(CultureInfo.InvariantCulture, $"The covariance C of the parameter '{name}' on axis {first} is zero until NeutralGradient's first estimate, at most estimate_period steps from the start: train on and ask after it, in the stats_steps steps before the next estimate."));
        var where = parameter is null ? "no parameter" : $"the parameter '{parameter}'";
        var axis = dim is { } asked ? string.Create(CultureInfo.InvariantCulture, $" on axis {asked}") : "";
        throw new CommandException($"There are no statistics of {where}{axis} now: NeutralGradient gathers grad_cov in the stats_steps steps before each estimate and frees it there, so take a step in that window or pass G and C.");
    }

    private static ProjectionSolver Solver(string? text) => text is null ? ProjectionSolver.Eigen
        : Enum.TryParse<ProjectionSolver>(text, ignoreCase: true, out var solver) && Enum.IsDefined(solver) ? solver
        : throw new CommandException($"--solver is '{text}': write one of {string.Join(", ", Enum.GetNames<ProjectionSolver>())}.");
}
