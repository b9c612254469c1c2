using OptimNotebookExt.Views;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Host.Gallery.Examples;

/// <summary>Values of TorchSharp's own types.</summary>
internal static class ExampleModules
{
    internal static ModuleView Module()
    {
        using var scope = NewDisposeScope();
        using var model = Model();
        return new ModuleView(model);
    }

    internal static TorchOptimizerView AdamW()
    {
        using var scope = NewDisposeScope();
        using var model = Model();
        using var optimizer = optim.AdamW(model.parameters(), lr: 0.003);
        return new TorchOptimizerView(optimizer);
    }

    private static Sequential Model()
    {
        using var generator = new Generator(4, CPU);
        var model = nn.Sequential(("embed", nn.Linear(8, 16)), ("act", nn.ReLU()), ("head", nn.Linear(16, 4)));
        using var noTape = no_grad();
        foreach (var p in model.parameters())
            p.copy_(randn(p.shape, generator: generator).Times(0.3));
        return model;
    }
}
