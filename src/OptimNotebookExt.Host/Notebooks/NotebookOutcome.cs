using OptimNotebookExt.Host.Sessions;

namespace OptimNotebookExt.Host.Notebooks;

/// <summary>How the run of a notebook ended.</summary>
/// <param name="Cells">Code cells that were started.</param>
/// <param name="Error">Why it ended early, or null.</param>
/// <param name="FailedCell">The number of the cell that failed, or null.</param>
internal sealed record NotebookOutcome(int Cells, CellError? Error, int? FailedCell);
