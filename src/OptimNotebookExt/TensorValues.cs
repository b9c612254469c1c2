using static TorchSharp.torch;

namespace OptimNotebookExt;

/// <summary>Values of tensors as .NET numbers, whatever dtype and device.</summary>
internal static class TensorValues
{
    internal static double ToDouble(this Tensor scalar)
    {
        using var value = scalar.to(ScalarType.Float64);
        return value.item<double>();
    }

    internal static double[] Doubles(this Tensor tensor)
    {
        // TorchSharp's accessor has no start in an empty tensor.
        if (tensor.numel() == 0)
            return [];
        using var scope = TorchSharp.torch.NewDisposeScope();
        return tensor.detach().to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
    }
}
