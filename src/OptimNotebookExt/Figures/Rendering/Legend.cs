using System.Globalization;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>Names beside the plot: at the ends of their lines where lines have ends, else from the top.</summary>
internal sealed class Legend
{
    private const double LineHeight = 16;
    private const double SampleWidth = 24;
    private const double Gap = 8;

    private readonly List<Entry> _entries = [];
    private readonly string[] _key;
    private readonly Panel _panel;

    internal Legend(Panel panel, int[] looks, double maxTextWidth)
    {
        _panel = panel;
        _key = [.. panel.Series.Where(SeriesLooks.IsReference).Select(s => FontMetrics.Fit(s.Name, Theme.TickSize, maxTextWidth)).Where(name => name.Length > 0).Distinct()];
        for (var i = 0; i < panel.Series.Count; i++)
        {
            if (panel.Series[i] is BandSeries band && SeriesLooks.BelongsToLine(panel.Series, band))
                continue;
            if (SeriesLooks.IsReference(panel.Series[i]))
                continue;
            _entries.Add(new Entry(panel.Series[i], FontMetrics.Fit(SeriesLooks.Name(panel.Series, i), Theme.TickSize, maxTextWidth), looks[i]));
        }
        if (_entries.Count < 2)
            _entries.Clear();
        Width = _entries.Count == 0 ? 0 : _entries.Max(e => FontMetrics.Width(e.Text, Theme.TickSize)) + SampleWidth + Gap + 10;
    }

    /// <summary>0 without a legend: a single series is what the title speaks of.</summary>
    internal double Width { get; }

    /// <summary>Whether a line above the plot says what its dashed lines are.</summary>
    internal bool HasKey => _key.Length > 0;

    internal void Draw(ICanvas canvas, PlotArea area)
    {
        var box = area.Box;
        Key(canvas, box);
        var room = Math.Max(1, (int)(box.Height / LineHeight));
        var ends = _entries.Select(e => End(e.Series, area)).ToArray();
        var direct = _entries.Count <= room && ends.All(e => e is not null);
        var order = direct ? Enumerable.Range(0, _entries.Count).OrderBy(i => ends[i]).ToArray() : [.. Enumerable.Range(0, _entries.Count)];
        var places = direct ? Spread([.. order.Select(i => ends[i]!.Value)], box.Top + 6, box.Bottom - 4)
            : [.. order.Select((_, row) => box.Top + 8 + row * LineHeight)];
        for (var k = 0; k < order.Length; k++)
        {
            var left = box.Right + 12;
            if (!direct && k == room - 1 && order.Length > room)
            {
                canvas.Text(new Point(left, places[k] + 4), string.Create(CultureInfo.InvariantCulture, $"… and {order.Length - k} more"), new TextLook(Theme.TickSize));
                return;
            }
            Sample(canvas, _entries[order[k]], left, places[k]);
            canvas.Text(new Point(left + SampleWidth + 6, places[k] + 4), _entries[order[k]].Text, new TextLook(Theme.TickSize));
        }
    }

    /// <summary>What dashed lines are, right-aligned above the plot, in the ink's colour as it is true of every colour.</summary>
    private void Key(ICanvas canvas, Box box)
    {
        var right = box.Right;
        foreach (var name in Enumerable.Reverse(_key))
        {
            canvas.Text(new Point(right, box.Top - 8), name, new TextLook(Theme.TickSize, Anchor.End));
            right -= FontMetrics.Width(name, Theme.TickSize) + 6;
            canvas.Lines([[new(right - SampleWidth - 4, box.Top - 12), new(right, box.Top - 12)]], new Stroke(Theme.Ink, 5, [7, 5], 0.5));
            right -= SampleWidth + 20;
        }
    }

    private void Sample(ICanvas canvas, Entry entry, double left, double y)
    {
        var (color, middle) = (Theme.Color(entry.Look), new Point(left + SampleWidth / 2, y));
        if (entry.Series is BandSeries)
            canvas.Path(new Box(left, y - 5, SampleWidth, 10).Corners, closed: true, null, new Fill(color, 0.22));
        if (entry.Series is LineSeries line)
            canvas.Lines([[new(left, y), new(left + SampleWidth, y)]], SeriesLooks.Stroke(_panel.Series, line, entry.Look));
        if (entry.Series is LineSeries or ScatterSeries)
            canvas.Markers([middle], Theme.Marker(entry.Look), 6.5, color);
        if (entry.Series is ArrowSeries)
        {
            canvas.Lines([[new(left, y), new(left + SampleWidth - 7, y)]], new Stroke(color, 1.3, []));
            canvas.Path([new(left + SampleWidth, y), new(left + SampleWidth - 8, y - 3.2), new(left + SampleWidth - 8, y + 3.2)], closed: true, null, new Fill(color));
        }
    }

    /// <summary>The height at which a line that runs to the right leaves the plot; null for anything else.</summary>
    private double? End(Series series, PlotArea area)
    {
        if (series is not LineSeries line || _panel.EqualAspect)
            return null;
        for (var i = line.X.Count - 1; i >= 0; i--)
        {
            if (_panel.X.CanShow(line.X[i]) && _panel.Y.CanShow(line.Y[i]))
                return area.X.Share(line.X[i]) > 0.75 ? Math.Clamp(area.AtY(line.Y[i]), area.Box.Top, area.Box.Bottom) : null;
        }
        return null;
    }

    /// <summary>Ascending places moved apart to a line's height, as little as it takes, within the limits.</summary>
    private static double[] Spread(double[] wanted, double top, double bottom)
    {
        double[] places = [.. wanted];
        var lowest = bottom;
        for (var i = places.Length - 1; i >= 0; i--)
        {
            places[i] = Math.Min(places[i], lowest);
            lowest = places[i] - LineHeight;
        }
        var highest = top;
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = Math.Max(places[i], highest);
            highest = places[i] + LineHeight;
        }
        return places;
    }

    private sealed record Entry(Series Series, string Text, int Look);
}
