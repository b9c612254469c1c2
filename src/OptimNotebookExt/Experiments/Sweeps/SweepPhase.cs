namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>What a run of a sweep is for.</summary>
public enum SweepPhase
{
    /// <summary>To find the best setting: every point of the grid on the seeds for tuning.</summary>
    Tune,

    /// <summary>To compare: the best setting of every optimizer on seeds that tuning has not seen.</summary>
    Best,
}
