namespace OptimNotebookExt.Fuzz;

/// <summary>An input that a reader did not answer as it should.</summary>
/// <param name="Number">Its number; with the seed it makes the input again.</param>
/// <param name="Input">The input.</param>
/// <param name="What">What happened.</param>
internal sealed record FuzzFinding(long Number, byte[] Input, string What);
