namespace OptimNotebookExt.Figures;

public sealed partial class Figure
{
    /// <summary>Figures as the panels of one, as a heat map beside its spectrum; their titles become the panels' titles.</summary>
    /// <param name="title">The title.</param>
    /// <param name="alt">A sentence of at least five words that says what is shown.</param>
    /// <param name="figures">The figures, left to right, then downwards.</param>
    /// <param name="columns">Panels side by side; by default up to three.</param>
    public static Figure Beside(string title, string alt, IEnumerable<Figure> figures, int? columns = null)
    {
        ArgumentNullException.ThrowIfNull(figures);
        var panels = figures.SelectMany(f => f.Panels.Select(p => p.With(p.Series, p.Title.Length > 0 ? p.Title : f.Title)));
        return new Figure(title, alt, panels, columns: columns);
    }
}
