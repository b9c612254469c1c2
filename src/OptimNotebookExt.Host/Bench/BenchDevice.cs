using TorchSharp;

namespace OptimNotebookExt.Host.Bench;

/// <summary>Where steps are timed.</summary>
/// <param name="Name">As <c>--device</c> spells it.</param>
/// <param name="Paths">What is timed there of an optimizer that has it.</param>
internal sealed record BenchDevice(string Name, IReadOnlyList<string> Paths)
{
    internal static BenchDevice Cpu { get; } = new("cpu", [BenchTarget.TorchSharpPath, BenchTarget.ReferencePath, BenchTarget.FastPath]);

    internal static BenchDevice Cuda { get; } = new("cuda", [BenchTarget.TorchSharpPath, BenchTarget.ReferencePath, BenchTarget.DevicePath]);

    /// <summary>The same with TorchSharp's AdamW and one path.</summary>
    internal BenchDevice With(string? path) => path is null ? this : this with { Paths = [BenchTarget.TorchSharpPath, path] };

    internal torch.Tensor Place(torch.Tensor tensor) => Name == "cpu" ? tensor : tensor.to(torch.device(Name));

    /// <summary>Waits until everything that was given to the device is done, so that a clock tells its time.</summary>
    internal void Wait()
    {
        if (Name != "cpu")
            torch.cuda.synchronize();
    }
}
