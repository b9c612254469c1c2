namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>What a run of a task gave: figures that are the same on every repetition.</summary>
public sealed record TaskRun
{
    /// <summary>The task's name.</summary>
    public required string Task { get; init; }

    /// <summary>The optimizer's name.</summary>
    public required string Optimizer { get; init; }

    /// <summary>The settings that differ from the optimizer's defaults.</summary>
    public required IReadOnlyDictionary<string, double> Settings { get; init; }

    /// <summary>The seed of model, data and order.</summary>
    public required long Seed { get; init; }

    /// <summary>Steps that were asked for.</summary>
    public required int Steps { get; init; }

    /// <summary>Steps after which <see cref="Losses"/> were taken, at most 200, the last one included.</summary>
    public required IReadOnlyList<long> LossSteps { get; init; }

    /// <summary>The running average of the loss at <see cref="LossSteps"/>: the first loss, then 0.95·average + 0.05·loss.</summary>
    public required IReadOnlyList<double> Losses { get; init; }

    /// <summary>The running average after the last step; NaN where the run diverged.</summary>
    public required double Final { get; init; }

    /// <summary><c>loss</c> or <c>error</c>: what <see cref="Value"/> is.</summary>
    public required string Metric { get; init; }

    /// <summary>The held-out figure after the last step, lower is better; NaN where the run diverged.</summary>
    public required double Value { get; init; }

    /// <summary>Other held-out figures of the task, by name; none where the run diverged.</summary>
    public IReadOnlyDictionary<string, double> Details { get; init; } = new Dictionary<string, double>();

    /// <summary>The running average that counts as reached.</summary>
    public required double Target { get; init; }

    /// <summary>Steps after which the running average was first at most <see cref="Target"/>; null where it never was.</summary>
    public long? StepsToTarget { get; init; }

    /// <summary>Whether a loss or the held-out figure was not finite; a run ends at such a loss.</summary>
    public bool Diverged { get; init; }

    /// <summary>Steps taken before the loss that was not finite, or the step that the optimizer could not make; null where there was neither.</summary>
    public long? DivergedAfter { get; init; }

    /// <summary>Bytes the optimizer keeps from step to step, for each number it trains.</summary>
    public double ExtraBytesPerParameter { get; init; }

    /// <summary>Numbers that were trained.</summary>
    public long ParameterCount { get; init; }

    /// <summary>How the optimizer stepped: <c>auto</c>, <c>reference</c> or <c>fast</c>.</summary>
    public string Path { get; init; } = "auto";

    /// <summary><c>float32</c> or <c>float64</c>.</summary>
    public string Dtype { get; init; } = "float32";

    /// <summary>Threads of libtorch during the run.</summary>
    public int Threads { get; init; }
}
