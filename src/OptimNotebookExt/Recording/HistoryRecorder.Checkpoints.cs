using System.Globalization;
using OptimNotebookExt.Checkpoints;

namespace OptimNotebookExt.Recording;

/// <content>What a checkpoint keeps of a history: everything, so that it goes on as if nothing had been.</content>
internal sealed partial class HistoryRecorder
{
    /// <summary>How the history was attached, by option.</summary>
    private Dictionary<string, string> OptionsAsText => new()
    {
        ["Every"] = options.Every.ToString(CultureInfo.InvariantCulture),
        ["Level"] = options.Level.ToString(),
        ["Capacity"] = options.Capacity.ToString(CultureInfo.InvariantCulture),
        ["MatrixEvery"] = options.MatrixEvery.ToString(CultureInfo.InvariantCulture),
        ["SpectraCapacity"] = options.SpectraCapacity.ToString(CultureInfo.InvariantCulture),
        ["Elements"] = options.Elements?.ToString(CultureInfo.InvariantCulture) ?? "null",
        ["Parameters"] = string.Join(", ", recorded.Select(s => s.Name)),
    };

    /// <summary>Everything recorded so far.</summary>
    /// <returns>What is no number, the columns' values one after the other, and each matrix's spectra likewise.</returns>
    internal (HistoryDocument Document, double[] Values, IReadOnlyDictionary<string, double[]> Spectra) Save()
    {
        Flush();
        var document = new HistoryDocument(
            OptionsAsText,
            Every,
            matrixEvery,
            Steps,
            [.. table.Steps],
            [.. table.Dominating],
            [.. table.Columns.Select(c => c.Name)],
            [.. table.Columns.Select(c => c.IsShown)],
            table.Spectra.ToDictionary(s => s.Key, s => (IReadOnlyList<long>)[.. s.Value.SelectMany(v => new[] { v.Step, v.Values.Length })]));
        return (document, [.. table.Columns.SelectMany(c => c.Freeze(table.Count))], table.Spectra.ToDictionary(s => s.Key, s => s.Value.SelectMany(v => v.Values).ToArray()));
    }

    /// <summary>What <see cref="Save"/> gave, checked and ready to be taken over by calling the result.</summary>
    /// <exception cref="InvalidDataException">It is of another history; nothing was changed.</exception>
    internal Action Prepare(HistoryDocument d, double[] values, IReadOnlyDictionary<string, double[]> spectra)
    {
        foreach (var (name, mine) in OptionsAsText)
        {
            if (!d.Options.TryGetValue(name, out var theirs) || theirs != mine)
                throw new InvalidDataException($"the history was recorded with {name} = {theirs ?? "missing"}, but this one has {mine}: attach it with the same options.");
        }
        var rows = d.Samples.Count;
        if (d.Every < 1 || d.MatrixEvery < 1 || d.Steps < 0 || d.Dominating.Count != rows || rows > options.Capacity
            || d.Shown.Count != d.Columns.Count || d.Columns.Contains(null!) || d.Columns.Distinct().Count() != d.Columns.Count || values.Length != (long)rows * d.Columns.Count
            || !d.Spectra.Keys.Order().SequenceEqual(spectra.Keys.Order()))
        {
            throw new InvalidDataException("the history's columns, samples and spectra do not fit each other.");
        }

        var restored = new HistoryTable();
        for (var row = 0; row < rows; row++)
        {
            restored.Add(d.Samples[row]);
            restored.SetDominating(row, d.Dominating[row]);
        }
        for (var i = 0; i < d.Columns.Count; i++)
        {
            var column = restored.Column(d.Columns[i], d.Shown[i]);
            for (var row = 0; row < rows; row++)
                column[row] = values[i * rows + row];
        }
        foreach (var (name, parts) in d.Spectra)
        {
            var (all, begin) = (spectra[name], 0L);
            if (parts is null || parts.Count % 2 != 0 || parts.Where((_, i) => i % 2 == 1).Any(n => n < 0 || n > all.Length) || parts.Where((_, i) => i % 2 == 1).Sum() != all.Length)
                throw new InvalidDataException($"the spectra of {name} do not fit their steps.");
            for (var i = 0; i < parts.Count; i += 2)
            {
                restored.AddSpectrum(name, new SpectrumSample(parts[i], [.. all[(int)begin..(int)(begin += parts[i + 1])]]));
            }
        }
        return () => TakeOver(restored, d);
    }

    private void TakeOver(HistoryTable restored, HistoryDocument d)
    {
        foreach (var lane in lanes)
            lane.Discard();
        foreach (var loss in losses.Values)
            loss.Dispose();
        losses.Clear();
        (table, Every, matrixEvery, Steps, staged, sampling) = (restored, d.Every, d.MatrixEvery, d.Steps, 0, false);
    }
}
