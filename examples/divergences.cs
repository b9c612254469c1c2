#!/usr/bin/env dotnet
// Runs that go wrong, each in its own way, and what is seen of it: dotnet run examples/divergences.cs
// docs/TROUBLESHOOTING.md reads the output.
#:project ../src/OptimNotebookExt/OptimNotebookExt.csproj
#:property UsesTorchBackend=true
#:property PublishAot=false
#:property ApiCheck=false

using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;
using TorchSharp;
using static TorchSharp.torch;
using Network = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

set_num_threads(1);
Run("Eve, lr 0.03: all is well", m => new Eve(m.named_parameters(), lr: 0.03));
Run("Eve, lr 1: the rate is too high", m => new Eve(m.named_parameters(), lr: 1));
Run("LearnedGradient, lr 1: the rate is too high", m => new LearnedGradient(m.named_parameters(), lr: 1));
Run("LearnedGradient.Draft, its defaults: the matrices collapse", m => LearnedGradient.Draft(m.named_parameters(), lr: 0.03));
Run("Eve, gradients of one tensor are NaN from step 100 on", m => new Eve(m.named_parameters(), lr: 0.01),
    (step, m) => { if (step >= 100) m.get_parameter("hidden.weight")!.grad!.fill_(float.NaN); });
Run("Cain, one tensor began at zero", m => new Cain(m.named_parameters(), lr: 0.03), begin: m => { using var _ = no_grad(); m.get_parameter("out.weight")!.zero_(); });

static void Run(string title, Func<Network, ResearchOptimizer> make, Action<int, Network>? afterBackward = null, Action<Network>? begin = null)
{
    const int steps = 201;
    Console.WriteLine($"== {title}");
    manual_seed(42);
    var z = randn(256, 16);
    var x = z * (2 * randn(16)).exp();
    var y = z.matmul(randn(16, 4)).tanh();
    using var model = nn.Sequential(("hidden", nn.Linear(16, 32)), ("relu", nn.ReLU()), ("out", nn.Linear(32, 4)));
    begin?.Invoke(model);
    using var optimizer = make(model);
    var history = History.Attach(optimizer, new HistoryOptions { Every = 5, Level = HistoryLevel.Full });
    for (var step = 0; step < steps; step++)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        var loss = nn.functional.mse_loss(model.call(x), y);
        loss.backward();
        afterBackward?.Invoke(step, model);
        try
        {
            optimizer.step();
        }
        catch (StepFailedException e)
        {
            Console.WriteLine($"step {step}: {e.Message}");
            break;
        }
        history.Record(loss);
        if (step % 50 == 0)
            Console.WriteLine($"step {step,3}: loss {loss.ToDouble():G3}, rms of hidden.weight {Rms("hidden.weight"):G3}, of out.weight {Rms("out.weight"):G3}{Share()}");
    }
    Console.WriteLine(history);
    Console.WriteLine();

    double Rms(string name) => model.get_parameter(name)!.square().mean().sqrt().ToDouble();

    // How much of lr_1 of hidden.weight is its largest eigenvalue: 1/16 in the beginning, 1 where one direction is left.
    string Share()
    {
        if (!optimizer.TryGetState(model.get_parameter("hidden.weight")!, "lr_1", out var matrix))
            return "";
        var eigenvalues = linalg.eigvalsh(matrix!);
        return $", largest eigenvalue of lr_1 {(eigenvalues.max() / eigenvalues.sum()).ToDouble():P0} of all";
    }
}
