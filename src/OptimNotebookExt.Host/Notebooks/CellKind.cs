namespace OptimNotebookExt.Host.Notebooks;

/// <summary>What a cell of a notebook is.</summary>
internal enum CellKind
{
    Code,
    Markdown,
    Raw,
}
