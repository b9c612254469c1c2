namespace OptimNotebookExt.Host.Sessions.Packages;

/// <summary>A package could not be had; the message says what to do.</summary>
internal sealed class PackageException(string message) : Exception(message);
