namespace OptimNotebookExt.Host;

/// <summary>How <c>optimnb</c> ends; docs/HOST.md lists the same.</summary>
internal static class ExitCode
{
    /// <summary>Done, and all as it should be.</summary>
    internal const int Done = 0;

    /// <summary>Something failed, or a comparison found a difference: what and why was said in a line.</summary>
    internal const int Failed = 1;

    /// <summary>The line cannot be followed: it is not understood, a golden file cannot be read, there is no such device.</summary>
    internal const int Unusable = 2;

    /// <summary>A sweep whose runs are not all there yet; nothing has failed.</summary>
    internal const int Incomplete = 3;

    /// <summary>Stopped by Ctrl-C; what was finished is kept.</summary>
    internal const int Stopped = 130;
}
