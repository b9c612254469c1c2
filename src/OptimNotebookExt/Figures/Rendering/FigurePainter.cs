namespace OptimNotebookExt.Figures.Rendering;

/// <summary>Sets title, panels and notes of a figure on a canvas.</summary>
internal sealed class FigurePainter
{
    private const double Margin = 12;
    private const double NoteHeight = 14;

    private readonly Figure _figure;
    private readonly double[] _rowHeights;
    private readonly double _panelWidth;
    private readonly string[] _notes;

    internal FigurePainter(Figure figure, bool withNotes)
    {
        _figure = figure;
        _panelWidth = figure.PanelSize?.Width ?? figure.Columns switch { 1 => 640, 2 => 430, 3 => 330, _ => 280 };
        _rowHeights = [.. figure.Panels.Chunk(figure.Columns).Select(row => row.Max(p => figure.PanelSize?.Height ?? PanelPainter.Height(p, figure.Columns)))];
        Width = _panelWidth * figure.Columns;
        _notes = withNotes ? [.. figure.Notes.SelectMany(Wrapped)] : [];
        Height = Top + _rowHeights.Sum() + (_notes.Length == 0 ? 0 : _notes.Length * NoteHeight + 8);
    }

    internal double Width { get; }

    internal double Height { get; }

    private double Top => _figure.Title.Length > 0 ? 34 : 8;

    /// <summary>Where a panel stands, its title included.</summary>
    internal Box PanelBox(int index)
    {
        var (row, column) = (index / _figure.Columns, index % _figure.Columns);
        return new Box(column * _panelWidth, Top + _rowHeights.Take(row).Sum(), _panelWidth, _rowHeights[row]).Inset(Margin, 0, Margin, 8);
    }

    internal static string Svg(Figure figure, bool withNotes) => Svg(figure, withNotes, out _);

    internal static string Svg(Figure figure, bool withNotes, out FigurePainter painter)
    {
        painter = new FigurePainter(figure, withNotes);
        var canvas = new SvgCanvas();
        painter.Draw(canvas);
        return canvas.Document(painter.Width, painter.Height, figure.Title, figure.Alt);
    }

    internal void Draw(ICanvas canvas)
    {
        if (_figure.Title.Length > 0)
            canvas.Text(new Point(Margin, 22), FontMetrics.Fit(_figure.Title, Theme.TitleSize * 1.06, Width - 2 * Margin), new TextLook(Theme.TitleSize, Bold: true));
        for (var i = 0; i < _figure.Panels.Count; i++)
            PanelPainter.Draw(canvas, _figure.Panels[i], PanelBox(i));
        var line = Height - 8 - (_notes.Length - 1) * NoteHeight;
        foreach (var note in _notes)
        {
            canvas.Text(new Point(Margin, line), note, new TextLook(Theme.TickSize));
            line += NoteHeight;
        }
    }

    private IEnumerable<string> Wrapped(string note)
    {
        var line = "";
        foreach (var word in note.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : line + " " + word;
            if (line.Length > 0 && FontMetrics.Width(longer, Theme.TickSize) > Width - 2 * Margin)
            {
                yield return line;
                longer = word;
            }
            line = FontMetrics.Fit(longer, Theme.TickSize, Width - 2 * Margin);
        }
        yield return line;
    }
}
