namespace OptimNotebookExt.Checkpoints;

/// <summary>Names within a checkpoint file.</summary>
internal static class CheckpointNames
{
    internal const string Format = "optimnotebookext-state";

    /// <summary>Grows with every change that an older package could not read.</summary>
    internal const int Version = 1;

    /// <summary>After the parameter's name: its own values.</summary>
    internal const string Parameter = "parameter";

    /// <summary>Before the tensors of a history; no parameter may be called so.</summary>
    internal const string History = "__history__";

    internal static string Of(string parameter, string entry) => $"{parameter}/{entry}";
}
