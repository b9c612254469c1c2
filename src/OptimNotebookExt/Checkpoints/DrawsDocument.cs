namespace OptimNotebookExt.Checkpoints;

/// <summary>Random draws as a checkpoint tells them.</summary>
/// <param name="Kind">Name of the class.</param>
/// <param name="State">What it saved.</param>
internal sealed record DrawsDocument(string Kind, string State);
