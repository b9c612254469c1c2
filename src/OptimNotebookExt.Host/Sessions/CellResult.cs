namespace OptimNotebookExt.Host.Sessions;

/// <summary>How a cell ended; what it put out went to its sink, the error too.</summary>
/// <param name="Error">Null where the cell ran through.</param>
internal sealed record CellResult(CellError? Error)
{
    internal static CellResult Good { get; } = new((CellError?)null);

    internal bool Succeeded => Error is null;

    internal bool WasInterrupted => Error?.Name == CellError.Interrupted;
}
