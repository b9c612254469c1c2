namespace OptimNotebookExt.Commands;

/// <summary>Something that may stand in a line.</summary>
/// <param name="Text">The text to insert.</param>
/// <param name="Description">One line about it; may be empty.</param>
/// <param name="Start">Where in the line the text it replaces begins.</param>
/// <param name="Length">How long the text it replaces is.</param>
public sealed record CommandCompletion(string Text, string Description, int Start, int Length);
