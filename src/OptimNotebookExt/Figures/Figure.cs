using OptimNotebookExt.Figures.Rendering;
using OptimNotebookExt.Notebook;

namespace OptimNotebookExt.Figures;

/// <summary>
/// The description of a figure: plain immutable data, drawn as a static image (<see cref="ToSvg"/>, <see cref="SavePng"/>), as HTML that
/// reads everywhere and turns interactive where it can (<see cref="ToHtml()"/>), as a plotly chart (<see cref="ToPlotlyJson"/>) or as text.
/// </summary>
/// <remarks>
/// Construction reduces large data (see <see cref="HeatMapSeries"/>; lines keep the least and the greatest value of every stretch), so that
/// the HTML keeps within 60 KB. <see cref="Notes"/> says what was reduced and what could not be drawn. No libtorch backend is needed.
/// The same description gives the same bytes on the same runtime.
/// </remarks>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed partial class Figure
{
    /// <summary>Describes a figure.</summary>
    /// <param name="title">The title; may be empty.</param>
    /// <param name="alt">One sentence of at least five words that says what is shown, for those who do not see it.</param>
    /// <param name="panels">One or more panels.</param>
    /// <param name="caption">A text below the figure; by default the alt sentence.</param>
    /// <param name="columns">Panels side by side; by default up to three.</param>
    /// <exception cref="ArgumentException">Too short an alt sentence, no panel, or columns below 1.</exception>
    public Figure(string title, string alt, IEnumerable<Panel> panels, string? caption = null, int? columns = null)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(alt);
        ArgumentNullException.ThrowIfNull(panels);
        if (alt.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length < 5)
            throw new ArgumentException($"alt = \"{alt}\": say in a sentence of at least five words what the figure shows.", nameof(alt));
        Panel[] all = [.. panels];
        if (all.Length == 0 || Array.IndexOf(all, null) >= 0)
            throw new ArgumentException("panels is empty or holds null: give at least one panel.", nameof(panels));
        if (columns < 1)
            throw new ArgumentException($"columns = {columns}: give at least 1.", nameof(columns));

        (Title, Alt, Caption) = (title, alt, caption);
        Panels = Array.AsReadOnly(FigureBudget.Fit(all));
        Columns = Math.Min(columns ?? 3, all.Length);
        Notes = FigureNotes.Of(Panels);
    }

    /// <summary>The title; may be empty.</summary>
    public string Title { get; }

    /// <summary>The sentence that says what is shown.</summary>
    public string Alt { get; }

    /// <summary>The text below the figure, or null for the alt sentence.</summary>
    public string? Caption { get; }

    /// <summary>The panels with their series as drawn, that is reduced where the data was large.</summary>
    public IReadOnlyList<Panel> Panels { get; }

    /// <summary>Panels side by side.</summary>
    public int Columns { get; }

    /// <summary>Width and height of a panel, for pages that know their room; null for those of its kind.</summary>
    internal (double Width, double Height)? PanelSize { get; init; }

    /// <summary>What was reduced, dropped or could not be drawn, one sentence each; shown below the figure.</summary>
    public IReadOnlyList<string> Notes { get; }
}
