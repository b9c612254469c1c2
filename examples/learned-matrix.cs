#!/usr/bin/env dotnet
// The picture of the README: what LearnedGradient learns on the draft's experiment. dotnet run examples/learned-matrix.cs [FILE [STEPS]]
#:project ../src/OptimNotebookExt/OptimNotebookExt.csproj
#:property UsesTorchBackend=true
#:property PublishAot=false
#:property ApiCheck=false

using System.Globalization;
using OptimNotebookExt;
using OptimNotebookExt.Experiments.Tasks;
using OptimNotebookExt.Figures;
using OptimNotebookExt.Optimizers;
using static TorchSharp.torch;

set_num_threads(1);
var task = TaskCatalog.Get("eve-cain-fixed");
var steps = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : task.Steps;
using var run = task.Start(seed: 42);
using var optimizer = new LearnedGradient(run.Parameters, lr: 0.05);
var schedule = run.NewSchedule(optimizer, steps);
for (var step = 0; step < steps; step++)
{
    using var scope = NewDisposeScope();
    schedule.BeforeStep(step);
    run.Objective(run.Loss(step)).backward();
    optimizer.step();
    optimizer.zero_grad();
    schedule.AfterStep(step);
}
Console.WriteLine(Optim.Matrix(optimizer, run.Parameters[0].name, "lr_1"));

var learned = Loss("LearnedGradientStable", ("lr", 0.05));
var baseOnly = Loss("LearnedGradientStable", ("lr", 0.05), ("eta", 0));
var adamW = Loss("AdamW", ("lr", 0.003));
Console.WriteLine($"loss after {steps} steps: learned {learned.Final:G3}, its base alone {baseOnly.Final:G3}, AdamW {adamW.Final:G3}");

using var matrix = optimizer.TryGetState(run.Parameters[0].parameter, "lr_1", out var lr) ? lr!.to(ScalarType.Float64) : throw new InvalidOperationException();
using var eigenvalues = linalg.eigvalsh(matrix);
var size = (int)matrix.shape[0];
Figure.Beside(
    "",
    "A matrix of a hundred rows that LearnedGradient learned, its eigenvalues, and the losses with and without learning.",
    [
        Figure.HeatMap("lr_1 of the first layer", "The learned matrix lr_1 as a heat map.", new HeatMapSeries(matrix.data<double>().ToArray(), size, size, new ColorScale(ColorMap.Diverging, 0, -1, 1))),
        Figure.Spectrum("its eigenvalues", "The eigenvalues of the matrix, greatest first.", eigenvalues.data<double>().ToArray(), ""),
        Figure.Line("loss", "The losses of AdamW, of the base alone and of LearnedGradient.", [Line(adamW, "AdamW"), Line(baseOnly, "base alone"), Line(learned, "LearnedGradient")], new Axis("step"), Axis.Log("")),
    ]).SaveSvg(args.FirstOrDefault() ?? "out/learned-matrix.svg");

TaskRun Loss(string name, params (string Name, double Value)[] settings) =>
    TaskRunner.Run(task, new OptimizerChoice(name, settings.ToDictionary(s => s.Name, s => s.Value)), seed: 42, new TaskRunOptions { Steps = steps }).Run;

static LineSeries Line(TaskRun run, string name) => new(run.LossSteps.Select(s => (double)s), run.Losses, name);
