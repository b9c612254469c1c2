namespace OptimNotebookExt.Checkpoints;

/// <summary>A history as a checkpoint tells it, besides the numbers of its columns and spectra.</summary>
/// <param name="Options">How it was attached, by option.</param>
/// <param name="Every">Steps between samples now.</param>
/// <param name="MatrixEvery">Steps between looks at matrices now.</param>
/// <param name="Steps">Steps taken.</param>
/// <param name="Samples">The steps sampled.</param>
/// <param name="Dominating">At each sample the parameter that moved most.</param>
/// <param name="Columns">Names of the columns in order.</param>
/// <param name="Shown">Which of them ever had a number.</param>
/// <param name="Spectra">By matrix the steps of its spectra and their lengths, in turn.</param>
internal sealed record HistoryDocument(
    IReadOnlyDictionary<string, string> Options,
    long Every,
    long MatrixEvery,
    long Steps,
    IReadOnlyList<long> Samples,
    IReadOnlyList<string?> Dominating,
    IReadOnlyList<string> Columns,
    IReadOnlyList<bool> Shown,
    IReadOnlyDictionary<string, IReadOnlyList<long>> Spectra);
