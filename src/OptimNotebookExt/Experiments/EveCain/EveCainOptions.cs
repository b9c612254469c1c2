using OptimNotebookExt.Optimizers;
using static TorchSharp.torch;

namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>How a run of the experiment is done; the defaults are the draft's.</summary>
public sealed record EveCainOptions
{
    /// <summary>Epochs to run, at least 1; default 150.</summary>
    public int Epochs { get; init; } = 150;

    /// <summary>Order of the pairs; default <see cref="EveCainOrder.Fixed"/>.</summary>
    public EveCainOrder Order { get; init; }

    /// <summary>
    /// Whether the schedule's learning rate is also multiplied by 1 - step/steps, so that it ends at 0; default false. A control:
    /// what a rate that falls does for an optimizer is not to be ascribed to what the optimizer learned.
    /// </summary>
    public bool DecayToZero { get; init; }

    /// <summary>Float32 (default) or Float64. The data are the same float32 numbers in both.</summary>
    public ScalarType Dtype { get; init; } = ScalarType.Float32;

    /// <summary><c>cpu</c> (default) or <c>cuda</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>How this package's optimizers step; default <see cref="OptimizerPath.Auto"/>.</summary>
    public OptimizerPath Path { get; init; }

    /// <summary>
    /// A file in which the run is kept: a run that finds it there goes on from it. It is written every ten epochs, where the
    /// run stops or is cancelled, and at the end. Null: nothing is kept.
    /// </summary>
    public string? Checkpoint { get; init; }

    /// <summary>Steps after which the run stops, counted from its beginning; a run taken up at or after that goes on to its end. Null: it does not stop.</summary>
    public long? StopAfter { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Epochs, 1);
        if (!Enum.IsDefined(Path))
            throw new ArgumentOutOfRangeException(nameof(Path), Path, $"Path must be {string.Join(", ", Enum.GetNames<OptimizerPath>())}, but is {Path}.");
        if (StopAfter < 1)
            throw new ArgumentOutOfRangeException(nameof(StopAfter), StopAfter, $"StopAfter must be at least 1, but is {StopAfter}.");
        if (StopAfter is not null && Checkpoint is null)
            throw new ArgumentException("StopAfter needs a Checkpoint, from which the run can go on.", nameof(StopAfter));
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
