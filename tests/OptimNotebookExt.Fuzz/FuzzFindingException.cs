namespace OptimNotebookExt.Fuzz;

/// <summary>A property of a reader does not hold.</summary>
internal sealed class FuzzFindingException(string message, Exception? cause = null) : Exception(message, cause);
