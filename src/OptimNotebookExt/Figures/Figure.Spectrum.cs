namespace OptimNotebookExt.Figures;

public sealed partial class Figure
{
    /// <summary>A spectrum: values, greatest first, over their rank from 1, on a log axis.</summary>
    /// <param name="title">The title.</param>
    /// <param name="alt">A sentence of at least five words that says what is shown.</param>
    /// <param name="values">Eigenvalues or singular values in any order; values ≤ 0 are left out with a note.</param>
    /// <param name="label">The label of the vertical axis; "eigenvalue" by default.</param>
    public static Figure Spectrum(string title, string alt, IEnumerable<double> values, string label = "eigenvalue") =>
        Spectrum(title, alt, [("", values)], label);

    /// <summary>Several spectra on the same axes.</summary>
    /// <param name="title">The title.</param>
    /// <param name="alt">A sentence of at least five words that says what is shown.</param>
    /// <param name="spectra">Names and values in any order.</param>
    /// <param name="label">The label of the vertical axis.</param>
    public static Figure Spectrum(string title, string alt, IEnumerable<(string Name, IEnumerable<double> Values)> spectra, string label = "eigenvalue")
    {
        ArgumentNullException.ThrowIfNull(spectra);
        return new Figure(title, alt, [new Panel(new Axis("rank"), Axis.Log(label), spectra.Select(s => Ranked(s.Name, s.Values)))]);
    }

    private static LineSeries Ranked(string name, IEnumerable<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        // NaN last: a spectrum with a gap in front would start at the wrong rank.
        double[] sorted = [.. values.OrderByDescending(v => double.IsNaN(v) ? double.NegativeInfinity : v)];
        return new LineSeries(Indices(sorted.Length, 1), sorted, name);
    }
}
