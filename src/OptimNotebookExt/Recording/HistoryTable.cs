using System.Collections.Immutable;

namespace OptimNotebookExt.Recording;

/// <summary>The samples on the host, by column. Rows are numbered by their position, which changes when the table is thinned.</summary>
internal sealed class HistoryTable
{
    private readonly List<long> steps = [];
    private readonly List<string?> dominating = [];
    private readonly List<HistoryColumn> columns = [];
    private readonly Dictionary<string, HistoryColumn> byName = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, List<SpectrumSample>> spectra = new(StringComparer.Ordinal);

    internal int Count => steps.Count;

    internal IReadOnlyList<long> Steps => steps;

    internal IReadOnlyList<string?> Dominating => dominating;

    /// <summary>The columns in order, also those that never had a number.</summary>
    internal IReadOnlyList<HistoryColumn> Columns => columns;

    internal IReadOnlyDictionary<string, List<SpectrumSample>> Spectra => spectra;

    /// <summary>At how many moments spectra are held.</summary>
    internal int SpectraCount => spectra.Values.Select(s => s.Count).DefaultIfEmpty(0).Max();

    internal int Add(long step)
    {
        steps.Add(step);
        dominating.Add(null);
        return steps.Count - 1;
    }

    /// <summary>The column of this name, made where it is not there yet.</summary>
    /// <param name="name">The name.</param>
    /// <param name="always">Whether a new column is shown even if it never has a number.</param>
    internal HistoryColumn Column(string name, bool always = false)
    {
        if (!byName.TryGetValue(name, out var column))
        {
            columns.Add(column = new HistoryColumn(name, always));
            byName.Add(name, column);
        }
        return column;
    }

    internal void SetDominating(int row, string? name) => dominating[row] = name;

    /// <summary>Keeps the rows at multiples of a number of steps.</summary>
    internal void KeepMultiples(long every)
    {
        int[] keep = [.. Enumerable.Range(0, Count).Where(i => steps[i] % every == 0)];
        foreach (var column in columns)
            column.Keep(keep);
        var (keptSteps, keptNames) = (keep.Select(i => steps[i]).ToArray(), keep.Select(i => dominating[i]).ToArray());
        steps.Clear();
        steps.AddRange(keptSteps);
        dominating.Clear();
        dominating.AddRange(keptNames);
    }

    internal void AddSpectrum(string name, SpectrumSample sample)
    {
        if (!spectra.TryGetValue(name, out var samples))
            spectra.Add(name, samples = []);
        samples.Add(sample);
    }

    internal void KeepSpectraAtMultiples(long every)
    {
        foreach (var samples in spectra.Values)
            samples.RemoveAll(s => s.Step % every != 0);
    }

    internal HistorySnapshot Freeze(string optimizer, HistoryLevel level, long every, IEnumerable<string> parameters) => new()
    {
        Optimizer = optimizer,
        Level = level,
        Every = every,
        Parameters = [.. parameters],
        Steps = [.. steps],
        Dominating = [.. dominating],
        Values = [.. columns.Where(c => c.IsShown).Select(c => KeyValuePair.Create(c.Name, c.Freeze(Count)))],
        SpectraByName = spectra.Where(s => s.Value.Count > 0).ToImmutableSortedDictionary(s => s.Key, s => s.Value.ToImmutableArray(), StringComparer.Ordinal),
    };
}
