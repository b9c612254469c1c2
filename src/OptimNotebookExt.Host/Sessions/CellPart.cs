namespace OptimNotebookExt.Host.Sessions;

/// <summary>A run of code, or one magic.</summary>
internal sealed record CellPart(string? Code, CellDirective? Magic);
