namespace OptimNotebookExt.Host.Sessions;

/// <summary>What a cell puts out while it runs, in its order.</summary>
internal abstract record CellOutput;

/// <summary>Text on standard output or standard error.</summary>
internal sealed record StreamText(bool IsError, string Text) : CellOutput;

/// <summary>A displayed value; one with an id can be updated later.</summary>
internal sealed record Displayed(MimeBundle Bundle, string? Id) : CellOutput;

/// <summary>A new content for everything displayed under an id.</summary>
internal sealed record DisplayUpdated(MimeBundle Bundle, string Id) : CellOutput;

/// <summary>The value of the cell's last expression.</summary>
internal sealed record CellValue(MimeBundle Bundle) : CellOutput;

/// <summary>Why the cell failed.</summary>
internal sealed record CellFailed(CellError Error) : CellOutput;

/// <summary>The outputs so far are to be removed: at once, or when the next one comes.</summary>
internal sealed record OutputCleared(bool Wait) : CellOutput;
