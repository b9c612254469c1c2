namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>Why a run gave no figures.</summary>
internal sealed record SweepFailure(string Key, string Message);
