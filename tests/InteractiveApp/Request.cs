namespace OptimNotebookExt.InteractiveHost;

/// <summary>A cell to run, or the beginning of a line to complete.</summary>
/// <param name="Code">The text.</param>
/// <param name="Complete">Whether it is to be completed at its end.</param>
/// <param name="StopAfterUpdates">Interrupts the cell when a display was updated so often; 0 never does.</param>
public sealed record Request(string Code, bool Complete = false, int StopAfterUpdates = 0);
