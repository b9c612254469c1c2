#!/usr/bin/env dotnet
// Trains a small network, draws its losses and what the optimizer learned, saves and resumes: dotnet run examples/quickstart.cs [FOLDER]
// Outside this repository, say instead of the next two lines:
//   #:package OptimNotebookExt@0.1.0
//   #:package TorchSharp-cpu@0.107.0
#:project ../src/OptimNotebookExt/OptimNotebookExt.csproj
#:property UsesTorchBackend=true
#:property PublishAot=false
#:property ApiCheck=false

using OptimNotebookExt;
using OptimNotebookExt.Checkpoints;
using OptimNotebookExt.Figures;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;
using TorchSharp;
using static TorchSharp.torch;

var folder = Directory.CreateDirectory(args.FirstOrDefault() ?? "out/quickstart").FullName;
manual_seed(42);

// Inputs whose magnitudes differ by orders: what a plain optimizer is slow on.
var z = randn(256, 16);
var x = z * (2 * randn(16)).exp();
var y = z.matmul(randn(16, 4)).tanh();
var model = nn.Sequential(("hidden", nn.Linear(16, 32)), ("relu", nn.ReLU()), ("out", nn.Linear(32, 4)));
var optimizer = new LearnedGradient(model.named_parameters(), lr: 0.03);
var history = History.Attach(optimizer, new HistoryOptions { Every = 5 });

var losses = Train(300);
Console.WriteLine($"loss {losses[0]:0.000} → {losses[^1]:0.0000} in {losses.Length} steps");

// A picture, a page on the whole run, and a matrix that was learned.
var steps = Enumerable.Range(0, losses.Length).Select(i => (double)i);
File.WriteAllText(Path.Combine(folder, "loss.svg"), Figure.Line(
    "Loss", "The loss of LearnedGradient falls over the steps of training.", [new LineSeries(steps, losses, "LearnedGradient")], new Axis("step"), Axis.Log("mean squared error")).ToSvg());
Optim.Export(history, Path.Combine(folder, "history.html"), overwrite: true);
Console.WriteLine(Optim.Matrix(optimizer, "hidden.weight", "lr_1"));

// Saved, a hundred steps more, loaded, the same hundred steps again: the same bits.
var checkpoint = Path.Combine(folder, "run.safetensors");
Checkpoint.Save(checkpoint, optimizer, history: history);
var first = Train(100);
Checkpoint.Load(checkpoint, optimizer, history: history);
var again = Train(100);
Console.WriteLine(first.SequenceEqual(again) ? "resumed to the bit" : "the resumed run differs");
return first.SequenceEqual(again) ? 0 : 1;

double[] Train(int count)
{
    var values = new double[count];
    for (var step = 0; step < count; step++)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        var loss = nn.functional.mse_loss(model.call(x), y);
        loss.backward();
        optimizer.step();
        history.Record(loss);
        values[step] = loss.ToDouble();
    }
    return values;
}
