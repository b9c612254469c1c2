namespace OptimNotebookExt.Replay;

/// <summary>Verdict on one golden file, path and dtype.</summary>
internal enum ReplayOutcome
{
    Pass,
    Fail,

    /// <summary>Nothing to accept: not supported yet, or too ill-conditioned to compare.</summary>
    Info,
}
