using TorchSharp;

namespace OptimNotebookExt.Diagnostics;

/// <summary>The accumulators of one module's outputs and of their gradients.</summary>
internal sealed class ModuleOutputs(string path, string owner, TensorDiagnosticsOptions options, PendingGradients pending) : IDisposable
{
    // One entry for each tensor that the module returns, in the order of the tuple.
    private readonly List<Slot> slots = [];

    /// <summary>The path in the model, empty for the model itself.</summary>
    internal string Path { get; } = path;

    internal long Calls { get; private set; }

    internal void Record(object? output, long pass)
    {
        Calls++;
        foreach (var (suffix, tensor) in OutputTensors.Of(output))
        {
            var slot = Find(suffix);
            if (tensor is null)
            {
                slot.Value.Note("skipped, not a tensor");
                continue;
            }
            slot.Value.Add(tensor);
            if (!tensor.requires_grad || !torch.is_grad_enabled())
                continue;
            slot.HasGradient = true;
            if (tensor.is_leaf)
                slot.Gradient.Note("skipped, the output is a leaf, whose gradient also holds what came by other ways");
            else
                pending.Add(tensor, slot.Gradient, pass);
        }
    }

    internal IEnumerable<TensorDiagnostic> Summarize()
    {
        foreach (var slot in slots)
        {
            yield return slot.Value.Summarize();
            if (!slot.HasGradient)
                continue;
            var summary = slot.Gradient.Summarize();
            var waiting = pending.Waiting(slot.Gradient);
            yield return waiting == 0 ? summary : summary with
            {
                Notes = Array.AsReadOnly<string>([.. summary.Notes, $"{waiting} without a gradient so far"]),
            };
        }
    }

    public void Dispose()
    {
        foreach (var slot in slots)
        {
            slot.Value.Dispose();
            slot.Gradient.Dispose();
        }
    }

    private Slot Find(string suffix)
    {
        if (slots.Find(s => s.Suffix == suffix) is { } found)
            return found;
        var name = $"{(Path.Length > 0 ? Path + "." : string.Empty)}output{suffix}";
        var slot = new Slot(
            suffix,
            new TensorAccumulator(name, DiagnosedTensorKind.Output, owner, options),
            new TensorAccumulator(name + ".grad", DiagnosedTensorKind.OutputGradient, owner, options));
        slots.Add(slot);
        return slot;
    }

    private sealed record Slot(string Suffix, TensorAccumulator Value, TensorAccumulator Gradient)
    {
        /// <summary>Whether the output ever was part of a graph.</summary>
        internal bool HasGradient { get; set; }
    }
}
