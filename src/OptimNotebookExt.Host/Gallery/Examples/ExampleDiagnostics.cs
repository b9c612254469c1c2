using OptimNotebookExt.Diagnostics;
using OptimNotebookExt.Optimizers;
using static TorchSharp.torch;

namespace OptimNotebookExt.Host.Gallery.Examples;

/// <summary>Diagnostics of a small network over a few steps with Eve.</summary>
internal static class ExampleDiagnostics
{
    internal static DiagnosticsReport Collect()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3, CPU);
        using var model = nn.Sequential(
            ("embed", nn.Linear(8, 16, dtype: ScalarType.Float64)), ("act", nn.Tanh()), ("head", nn.Linear(16, 4, dtype: ScalarType.Float64)));
        using (no_grad())
        {
            foreach (var p in model.parameters())
                p.copy_(randn(p.shape, dtype: ScalarType.Float64, generator: generator).Times(0.3));
        }
        using var optimizer = new Eve(model.named_parameters(), lr: 0.01);
        using var diagnostics = TensorDiagnostics.Attach(model);
        for (var step = 0; step < 20; step++)
        {
            var x = randn(32, 8, dtype: ScalarType.Float64, generator: generator);
            optimizer.zero_grad();
            model.call(x).sub(x[.., ..4]).Squared().mean().backward();
            diagnostics.RecordParameters();
            optimizer.step();
        }
        // Times differ from run to run; the example's do not.
        return diagnostics.Collect() with { HookSeconds = 0.012, WallSeconds = 0.2 };
    }
}
