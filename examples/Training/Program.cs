// Trains a classifier and keeps the run in a file; the same line again goes on from there.
//   dotnet run --project examples/Training -- [--folder out/training] [--epochs 20] [--stop-after 10]
using OptimNotebookExt;
using OptimNotebookExt.Checkpoints;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Schedules;
using TorchSharp;
using Training;
using static TorchSharp.torch;

const int batchSize = 64, batches = 32;
var folder = Directory.CreateDirectory(Option("--folder", "out/training")).FullName;
var epochs = int.Parse(Option("--epochs", "20"));
var stopAfter = int.Parse(Option("--stop-after", "0"));

manual_seed(1);
using var data = new Spirals(batchSize * batches, seed: 1);
using var held = new Spirals(1000, seed: 2);
using var model = nn.Sequential(("one", nn.Linear(2, 32)), ("relu1", nn.ReLU()), ("two", nn.Linear(32, 32)), ("relu2", nn.ReLU()), ("out", nn.Linear(32, Spirals.Arms)));

// All of them are made as before; then the file puts them where they were.
using var optimizer = new Eve(model.named_parameters(), lr: 0.01);
var schedule = new Eden(optimizer, lr_batches: 500, lr_epochs: 10);
var history = History.Attach(optimizer, new HistoryOptions { Every = 10 });
var checkpoint = Path.Combine(folder, "run.safetensors");
var done = File.Exists(checkpoint) ? int.Parse(Checkpoint.Load(checkpoint, optimizer, schedule, history).Notes["epochs"]) : 0;
if (done > 0)
    Console.WriteLine($"goes on after epoch {done}");

for (var epoch = done; epoch < epochs; epoch++)
{
    schedule.StepEpoch();
    var loss = 0.0;
    for (var batch = 0; batch < batches; batch++)
    {
        using var scope = NewDisposeScope();
        var (x, y) = data.Batch((long)epoch * batches + batch, batchSize);
        optimizer.zero_grad();
        var batchLoss = nn.functional.cross_entropy(model.call(x), y);
        batchLoss.backward();
        optimizer.step();
        schedule.StepBatch();
        history.Record(batchLoss);
        loss += batchLoss.ToDouble() / batches;
    }
    Console.WriteLine($"epoch {epoch + 1}: loss {loss:0.0000}, held out {Accuracy():P1}");

    // Written to a temporary name and renamed: whatever happens, a whole file is there.
    Checkpoint.Save(checkpoint, optimizer, schedule, history, new Dictionary<string, string> { ["epochs"] = $"{epoch + 1}" });
    if (epoch + 1 == stopAfter)
        return;
}
Optim.Export(history, Path.Combine(folder, "history.html"), overwrite: true);
Console.WriteLine($"wrote {Path.Combine(folder, "history.html")}");

double Accuracy()
{
    using var noTape = no_grad();
    using var scope = NewDisposeScope();
    return model.call(held.Points).argmax(1).eq(held.Labels).to(ScalarType.Float64).mean().ToDouble();
}

string Option(string name, string otherwise) => args.SkipWhile(a => a != name).Skip(1).FirstOrDefault(otherwise);
