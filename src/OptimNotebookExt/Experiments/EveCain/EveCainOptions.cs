using static TorchSharp.torch;

namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>How a run of the experiment is done; the defaults are the draft's.</summary>
public sealed record EveCainOptions
{
    /// <summary>Epochs to run, at least 1; default 150.</summary>
    public int Epochs { get; init; } = 150;

    /// <summary>Order of the pairs; default <see cref="EveCainOrder.Fixed"/>.</summary>
    public EveCainOrder Order { get; init; }

    /// <summary>Float32 (default) or Float64. The data are the same float32 numbers in both.</summary>
    public ScalarType Dtype { get; init; } = ScalarType.Float32;

    /// <summary><c>cpu</c> (default) or <c>cuda</c>.</summary>
    public string Device { get; init; } = "cpu";

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1);
        if (!Enum.IsDefined(Order))
            throw new ArgumentOutOfRangeException(nameof(Order), Order, $"Order must be Fixed or Reshuffled, but is {Order}.");
        if (Dtype is not (ScalarType.Float32 or ScalarType.Float64))
            throw new ArgumentOutOfRangeException(nameof(Dtype), Dtype, $"Dtype must be Float32 or Float64, but is {Dtype}.");
        if (Device is not ("cpu" or "cuda"))
            throw new ArgumentOutOfRangeException(nameof(Device), Device, $"Device must be cpu or cuda, but is '{Device}'.");
        TorchBackend.EnsureLoaded();
        if (Device == "cuda" && !cuda.is_available())
            throw new ArgumentException("Device is cuda, but libtorch sees no CUDA device: use cpu, or a CUDA backend on a machine with a GPU.", nameof(Device));
    }
}
