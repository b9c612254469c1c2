using static TorchSharp.torch;

namespace OptimNotebookExt.Diagnostics;

/// <summary>
/// Outputs whose gradients have still to arrive. TorchSharp has no gradient hooks, so an output is told to retain its
/// gradient, and a second handle of it is held here until the gradient is found there.
/// </summary>
internal sealed class PendingGradients(long limit) : IDisposable
{
    private List<Entry> entries = [];

    internal void Add(Tensor output, TensorAccumulator target, long pass)
    {
        output.retain_grad();
        // The caller may dispose its own handle before the backward pass (Sequential does).
        entries.Add(new Entry(output.alias().DetachFromDisposeScope(), target, pass, output.numel()));
    }

    /// <summary>Records the gradients that have arrived and lets go of their outputs; then keeps to the limit, the oldest first.</summary>
    /// <param name="latestPass">Outputs of this pass are kept whatever the limit.</param>
    internal void Sweep(long latestPass)
    {
        var (before, waiting) = (entries, new List<Entry>(entries.Count));
        // First, so that no entry is met twice should one of them fail.
        entries = waiting;
        foreach (var entry in before)
        {
            using var gradient = entry.Output.grad;
            if (gradient is null)
            {
                waiting.Add(entry);
                continue;
            }
            entry.Output.Dispose();
            entry.Target.Add(gradient);
        }

        var excess = waiting.Where(e => e.Pass < latestPass).Sum(e => e.Elements) - limit;
        entries = new List<Entry>(waiting.Count);
        foreach (var entry in waiting)
        {
            if (excess <= 0 || entry.Pass >= latestPass)
            {
                entries.Add(entry);
                continue;
            }
            excess -= entry.Elements;
            entry.Target.Note("given up waiting for a gradient (PendingLimit)");
            entry.Output.Dispose();
        }
    }

    /// <summary>Outputs of a target that wait.</summary>
    internal int Waiting(TensorAccumulator target) => entries.Count(e => ReferenceEquals(e.Target, target));

    public void Dispose()
    {
        foreach (var entry in entries)
            entry.Output.Dispose();
        entries.Clear();
    }

    private sealed record Entry(Tensor Output, TensorAccumulator Target, long Pass, long Elements);
}
