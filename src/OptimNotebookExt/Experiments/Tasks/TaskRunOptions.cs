using OptimNotebookExt.Optimizers;
using static TorchSharp.torch;

namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>How a task is run.</summary>
public sealed record TaskRunOptions
{
    /// <summary>Steps of the run, over which the learning rate falls too; null: those of the task.</summary>
    public int? Steps { get; init; }

    /// <summary>Threads of libtorch during the run; null: as they are.</summary>
    public int? Threads { get; init; }

    /// <summary>How this package's optimizers step; default <see cref="OptimizerPath.Auto"/>.</summary>
    public OptimizerPath Path { get; init; }

    /// <summary>Dtype of parameters and data: Float32 (default) or Float64.</summary>
    public ScalarType Dtype { get; init; } = ScalarType.Float32;

    internal void Validate()
    {
        if (Steps < 1)
            throw new ArgumentOutOfRangeException(nameof(Steps), Steps, $"Steps must be at least 1, but is {Steps}.");
        if (Threads < 1)
            throw new ArgumentOutOfRangeException(nameof(Threads), Threads, $"Threads must be at least 1, but is {Threads}.");
        if (!Enum.IsDefined(Path))
            throw new ArgumentOutOfRangeException(nameof(Path), Path, $"Path must be {string.Join(", ", Enum.GetNames<OptimizerPath>())}, but is {Path}.");
        new TaskOptions { Dtype = Dtype }.Validate();
    }
}
