using OptimNotebookExt.Kernels;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>A batch's part of the scratch memory, [members, …]; made anew only after the memory has moved.</summary>
internal sealed class ScratchView(Batch batch) : IDisposable
{
    private Tensor? memory;
    private Tensor? view;

    /// <summary>With anything in it.</summary>
    internal RawTensor Get(BatchScratch scratch)
    {
        var numel = batch.Numel * batch.Members.Count;
        var present = scratch.Get(numel, batch.Members[0].Parameter.dtype);
        if (!ReferenceEquals(memory, present))
        {
            using var noTape = no_grad();
            using var part = present.narrow(0, 0, numel);
            view?.Dispose();
            view = part.view([batch.Members.Count, .. batch.Shape]).DetachFromDisposeScope();
            memory = present;
        }
        return RawTensor.Of(view!);
    }

    public void Dispose() => view?.Dispose();
}
