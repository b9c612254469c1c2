namespace OptimNotebookExt.InteractiveHost;

/// <summary>A value as the host formatted it.</summary>
/// <param name="MimeType">The form.</param>
/// <param name="Value">The text.</param>
/// <param name="Returned">Whether it is the value of the cell.</param>
public sealed record Shown(string MimeType, string Value, bool Returned);
