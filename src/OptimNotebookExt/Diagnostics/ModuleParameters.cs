using TorchSharp;

namespace OptimNotebookExt.Diagnostics;

/// <summary>The accumulators of a model's parameters and of their gradients.</summary>
internal sealed class ModuleParameters(torch.nn.Module module, TensorDiagnosticsOptions options) : IDisposable
{
    private readonly List<(TensorAccumulator Value, TensorAccumulator Gradient)> inOrder = [];
    private readonly Dictionary<string, (TensorAccumulator Value, TensorAccumulator Gradient)> byName = new(StringComparer.Ordinal);

    internal long Readings { get; private set; }

    /// <summary>Adds every parameter and the gradient it has now.</summary>
    internal void Read()
    {
        Readings++;
        // Looked up anew: module.to(...) replaces parameters.
        foreach (var (name, parameter) in module.named_parameters())
        {
            var (value, gradient) = Accumulators(name);
            value.Add(parameter);
            using var grad = parameter.grad;
            if (grad is not null)
                gradient.Add(grad);
            else
                gradient.Note("no gradient when read");
        }
    }

    internal IEnumerable<TensorDiagnostic> Summarize() =>
        inOrder.SelectMany(p => new[] { p.Value.Summarize(), p.Gradient.Summarize() });

    public void Dispose()
    {
        foreach (var (value, gradient) in inOrder)
        {
            value.Dispose();
            gradient.Dispose();
        }
    }

    private (TensorAccumulator Value, TensorAccumulator Gradient) Accumulators(string name)
    {
        if (byName.TryGetValue(name, out var found))
            return found;
        var owner = Owner(name);
        found = (
            new TensorAccumulator(name, DiagnosedTensorKind.Parameter, owner, options),
            new TensorAccumulator(name + ".grad", DiagnosedTensorKind.ParameterGradient, owner, options));
        inOrder.Add(found);
        byName.Add(name, found);
        return found;
    }

    private string Owner(string name)
    {
        var owner = module;
        foreach (var part in name.Split('.')[..^1])
            owner = owner.named_children().FirstOrDefault(c => c.name == part).module ?? owner;
        return owner.GetType().Name;
    }
}
