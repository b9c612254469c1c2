using OptimNotebookExt.Notebook;
using OptimNotebookExt.Optimizers;

namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>What a run of the experiment gave.</summary>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed record EveCainRun
{
    /// <summary>The optimizer's name.</summary>
    public required string Optimizer { get; init; }

    /// <summary>The preset's name.</summary>
    public required string Preset { get; init; }

    /// <summary>The seed of the data.</summary>
    public required long Seed { get; init; }

    /// <summary>The running average of the loss at the start of every epoch, that epoch's first batch included.</summary>
    public required IReadOnlyList<double> AvgLoss { get; init; }

    /// <summary>The running average of the loss after the last batch.</summary>
    public required double Final { get; init; }

    /// <summary>Mean loss over the pairs after training.</summary>
    public double EvalLoss { get; init; }

    /// <summary>Rms of the parameters W1, b1, W2, b2 after training.</summary>
    public IReadOnlyList<double> Norms { get; init; } = [];

    /// <summary>Standard deviation of the log L2 norms of the weights' rows and columns, raw and normalized by the magnitudes.</summary>
    public required IReadOnlyDictionary<string, double> LogStddev { get; init; }

    /// <summary>The learning rate after the last batch.</summary>
    public double LastLr { get; init; }

    /// <summary>The settings that differ from the optimizer's defaults.</summary>
    public IReadOnlyDictionary<string, double> Settings { get; init; } = new Dictionary<string, double>();

    /// <summary>The order of the pairs.</summary>
    public EveCainOrder Order { get; init; }

    /// <summary>Whether the learning rate also fell to 0 over the run.</summary>
    public bool DecayToZero { get; init; }

    /// <summary>Updates of LearnedGradient's matrices at which they had collapsed, over all parameters; see <see cref="FailureCounts.CollapsedUpdates"/>.</summary>
    public long CollapsedUpdates { get; init; }

    /// <summary><c>float32</c> or <c>float64</c>.</summary>
    public string Dtype { get; init; } = "float32";

    /// <summary><c>cpu</c> or <c>cuda</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>How the optimizer stepped: <c>auto</c>, <c>reference</c> or <c>fast</c>.</summary>
    public string Path { get; init; } = "auto";

    /// <summary>Steps taken, over all epochs.</summary>
    public long Steps { get; init; }

    /// <summary>Whether the run stopped before its end; its figures are then of where it stopped.</summary>
    public bool Stopped { get; init; }

    /// <summary>The step a checkpoint let it go on from; 0 where it began anew.</summary>
    public long ResumedFrom { get; init; }

    /// <summary>The file the data came from, or <c>generated</c>.</summary>
    public string Source { get; init; } = "generated";

    /// <summary>Wall time of the run in seconds.</summary>
    public double WallSeconds { get; init; }
}
