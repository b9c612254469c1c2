using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>Elements of one tensor or of another, chosen where the tensors are.</summary>
internal static class Selection
{
    /// <summary>x where the condition holds, else y.</summary>
    /// <param name="condition">True or false, of a shape that fits x and y.</param>
    /// <param name="x">As large as the result in every axis, or y is.</param>
    /// <param name="y">Of x's dtype.</param>
    internal static Tensor Of(Tensor condition, Tensor x, Tensor y) =>
        // The device that has no values (HostReadingTests) lacks torch.where alone of what a step needs.
        x.device_type == DeviceType.META ? x.Plus(y) : where(condition, x, y);
}
