namespace OptimNotebookExt.Fuzz.Mutations;

/// <summary>A value in a JSON text.</summary>
/// <param name="Whole">Where it begins with its name, if it has one.</param>
/// <param name="Start">Where the value begins.</param>
/// <param name="End">The byte after it.</param>
/// <param name="IsNamed">Whether it is a member of an object.</param>
internal readonly record struct JsonPlace(int Whole, int Start, int End, bool IsNamed);
