namespace OptimNotebookExt.Host.Sessions;

/// <summary>Takes what a cell puts out and gives it what it reads. Called from any thread, also after the cell has ended.</summary>
internal interface ICellSink
{
    /// <summary>Takes one output.</summary>
    void Put(CellOutput output);

    /// <summary>Asks the user for a line; null where there is nobody to ask.</summary>
    string? ReadLine(string prompt, bool password);
}
