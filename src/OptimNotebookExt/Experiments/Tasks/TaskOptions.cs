using static TorchSharp.torch;

namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>How a task is set up.</summary>
public sealed record TaskOptions
{
    /// <summary>Dtype of parameters and data: Float32 (default) or Float64. The random numbers are the same in both.</summary>
    public ScalarType Dtype { get; init; } = ScalarType.Float32;

    internal void Validate()
    {
        if (Dtype is not (ScalarType.Float32 or ScalarType.Float64))
            throw new ArgumentOutOfRangeException(nameof(Dtype), Dtype, $"Dtype must be Float32 or Float64, but is {Dtype}.");
    }
}
