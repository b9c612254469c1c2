using System.Security.Cryptography;
using System.Text.Json.Serialization;
using OptimNotebookExt.Experiments.Tasks;

namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>A run of a sweep in its merged result.</summary>
public sealed record SweepRow
{
    /// <summary>The name of the run's files.</summary>
    public required string Key { get; init; }

    /// <summary>What the run is for.</summary>
    public required SweepPhase Phase { get; init; }

    /// <summary>The name of the optimizer in the sweep.</summary>
    public required string Optimizer { get; init; }

    /// <summary>The settings that differ from the optimizer's defaults.</summary>
    public required IReadOnlyDictionary<string, double> Settings { get; init; }

    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>The held-out figure after the last step, lower is better; NaN where the run diverged.</summary>
    public required double Value { get; init; }

    /// <summary>The running average of the training loss after the last step; NaN where the run diverged.</summary>
    public required double Final { get; init; }

    /// <summary>Steps until the running average reached the task's target; null where it did not.</summary>
    public long? StepsToTarget { get; init; }

    /// <summary>Whether a loss or the held-out figure was not finite.</summary>
    public bool Diverged { get; init; }

    /// <summary>Bytes the optimizer keeps from step to step, for each number it trains.</summary>
    public double ExtraBytesPerParameter { get; init; }

    /// <summary>A hash of the bits of all figures of the run, its losses included: what <c>optimnb rerun</c> compares.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The held-out figure for comparisons: that of a run that diverged is infinite.</summary>
    [JsonIgnore]
    internal double Figure => SweepPlan.Figure(Value);

    internal static SweepRow Of(SweepRun run, TaskRun figures) => new()
    {
        Key = run.Key,
        Phase = run.Phase,
        Optimizer = run.Optimizer,
        Settings = figures.Settings.OrderBy(s => s.Key, StringComparer.Ordinal).ToDictionary(),
        Seed = run.Seed,
        Value = figures.Value,
        Final = figures.Final,
        StepsToTarget = figures.StepsToTarget,
        Diverged = figures.Diverged,
        ExtraBytesPerParameter = figures.ExtraBytesPerParameter,
        Fingerprint = FingerprintOf(figures),
    };

    /// <summary>The first 16 digits of the SHA-256 of all figures, as little-endian float64.</summary>
    internal static string FingerprintOf(TaskRun run)
    {
        double[] figures =
        [
            .. run.LossSteps.Select(s => (double)s), .. run.Losses, run.Final, run.Value,
            run.StepsToTarget ?? -1, run.DivergedAfter ?? -1, run.ExtraBytesPerParameter,
        ];
        var bytes = new byte[figures.Length * sizeof(double)];
        for (var i = 0; i < figures.Length; i++)
            System.Buffers.Binary.BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(i * sizeof(double)), double.IsNaN(figures[i]) ? double.NaN : figures[i]);
        return Convert.ToHexString(SHA256.HashData(bytes))[..16].ToLowerInvariant();
    }
}
