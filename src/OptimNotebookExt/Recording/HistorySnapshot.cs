using System.Collections.Immutable;

namespace OptimNotebookExt.Recording;

/// <summary>What a <see cref="History"/> recorded up to a moment: immutable plain values.</summary>
public sealed class HistorySnapshot
{
    private IReadOnlyDictionary<string, ImmutableArray<double>>? columns;

    internal HistorySnapshot()
    {
    }

    /// <summary>The optimizer's name; null where a CSV file was read.</summary>
    public string? Optimizer { get; internal init; }

    /// <summary>What was recorded; null where a CSV file was read.</summary>
    public HistoryLevel? Level { get; internal init; }

    /// <summary>Steps between the samples; null where a CSV file was read.</summary>
    public long? Every { get; internal init; }

    /// <summary>The recorded parameters in order; empty where a CSV file was read.</summary>
    public ImmutableArray<string> Parameters { get; internal init; } = [];

    /// <summary>The steps sampled, from 0, ascending.</summary>
    public ImmutableArray<long> Steps { get; internal init; } = [];

    /// <summary>At each sample the parameter with the largest share of the squared update norm; null where nothing moved.</summary>
    public ImmutableArray<string?> Dominating { get; internal init; } = [];

    /// <summary>Every column by name, <c>step</c> first; see <see cref="HistoryLevel"/>.</summary>
    public IReadOnlyDictionary<string, ImmutableArray<double>> Columns => columns ??= new Dictionary<string, ImmutableArray<double>>(
        Values.Prepend(KeyValuePair.Create("step", Steps.Select(s => (double)s).ToImmutableArray())), StringComparer.Ordinal).AsReadOnly();

    /// <summary>The matrices of which whole spectra are held, for example <c>0.weight/lr_0</c>.</summary>
    public IEnumerable<string> SpectraNames => SpectraByName.Keys;

    /// <summary>One column, for example <c>0.weight/update_rms</c>.</summary>
    /// <param name="column">A name of <see cref="Columns"/>.</param>
    /// <exception cref="KeyNotFoundException">There is no such column; the message names some.</exception>
    public ImmutableArray<double> this[string column] => Columns.TryGetValue(column, out var values)
        ? values
        : throw new KeyNotFoundException($"The history has no column '{column}'; among its {Columns.Count} are {string.Join(", ", Columns.Keys.OrderBy(k => Distance(k, column)).Take(8))}.");

    /// <summary>The columns but <c>step</c>, in order.</summary>
    internal ImmutableArray<KeyValuePair<string, ImmutableArray<double>>> Values { get; init; } = [];

    internal ImmutableSortedDictionary<string, ImmutableArray<SpectrumSample>> SpectraByName { get; init; } = ImmutableSortedDictionary<string, ImmutableArray<SpectrumSample>>.Empty;

    /// <summary>Whole spectra of a matrix over time; empty where there are none.</summary>
    /// <param name="matrix">A name of <see cref="SpectraNames"/>.</param>
    public ImmutableArray<SpectrumSample> Spectra(string matrix) => SpectraByName.GetValueOrDefault(matrix, []);

    /// <summary>Saves the columns (spectra are in the JSON form only): a header, one line a sample, empty fields for NaN, <c>inf</c>, numbers that read back to the same bits.</summary>
    /// <param name="path">The file; it is there whole or not at all.</param>
    public void SaveCsv(string path) => AtomicFile.WriteAllText(path, HistoryCsv.Write(this));

    /// <summary>Saves everything as JSON: columns as arrays, NaN and infinities as strings, spectra by matrix.</summary>
    /// <param name="path">The file; it is there whole or not at all.</param>
    public void SaveJson(string path) => AtomicFile.WriteAllText(path, HistoryJson.Write(this));

    /// <summary>A short table: the run in two lines, then the last sample of each parameter.</summary>
    public override string ToString() => HistoryText.Of(this);

    /// <summary>Columns of the same parameter or of the same figure come first in a message.</summary>
    private static int Distance(string name, string wanted) =>
        string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase) ? 0
        : name.Split('/')[^1] == wanted.Split('/')[^1] ? 1
        : name.Split('/')[0] == wanted.Split('/')[0] ? 2
        : 3;
}
