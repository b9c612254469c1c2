namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>How long a run took, and on what. Kept apart from its figures, which are the same on every repetition.</summary>
/// <param name="Key">The run.</param>
/// <param name="WallSeconds">Wall time of the steps.</param>
/// <param name="SecondsToTarget">Wall time until the target was reached; null where it was not.</param>
/// <param name="CpuSeconds">Processor time of the whole run, all threads, which depends less on what else the machine did; null where it is not known.</param>
/// <param name="Manifest">Versions and machine.</param>
public sealed record SweepTiming(string Key, double WallSeconds, double? SecondsToTarget, double? CpuSeconds, RunManifest Manifest);
