using System.Globalization;

namespace OptimNotebookExt.Host.Sessions;

/// <summary>A cell has called <c>Environment.Exit</c>.</summary>
internal sealed class CellExitException(int exitCode)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"the cell called Environment.Exit({exitCode}); it was ended there, and the session goes on."));
