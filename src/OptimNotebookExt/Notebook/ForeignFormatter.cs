namespace OptimNotebookExt.Notebook;

/// <summary>How values of a type that is not ours are shown; a host registers it, as the type cannot carry our attribute.</summary>
/// <param name="Type">The type, which stands for those that derive from it.</param>
/// <param name="MimeType">What is written: text/html, text/plain or application/json.</param>
/// <param name="Write">Writes a value; throws nothing.</param>
public sealed record ForeignFormatter(Type Type, string MimeType, Action<object, TextWriter> Write);
