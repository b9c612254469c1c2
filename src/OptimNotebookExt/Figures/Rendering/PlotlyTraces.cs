using System.Globalization;
using System.Text.Json;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>The series of a panel as plotly's traces.</summary>
internal static class PlotlyTraces
{
    internal static void Write(Utf8JsonWriter json, Figure figure, int index)
    {
        var panel = figure.Panels[index];
        var looks = SeriesLooks.Of(panel.Series);
        for (var i = 0; i < panel.Series.Count; i++)
        {
            json.WriteStartObject();
            Write(json, figure, index, i, looks[i]);
            PlotlyLegends.WriteTrace(json, figure, index, i);
            if (index > 0)
            {
                json.WriteString("xaxis", PlotlyLayout.Axis("x", index));
                json.WriteString("yaxis", PlotlyLayout.Axis("y", index));
            }
            json.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter json, Figure figure, int index, int at, int look)
    {
        var panel = figure.Panels[index];
        var series = panel.Series[at];
        json.WriteString("type", series switch { HeatMapSeries => "heatmap", BarSeries => "bar", _ => "scatter" });
        json.WriteString("name", PlotlyJson.Text(series is HeatMapSeries ? series.Name : SeriesLooks.FullName(panel.Series, at)));
        switch (series)
        {
            case LineSeries line:
                json.WriteString("mode", line.SourceCount <= CurvesPainter.FewPoints ? "lines+markers" : "lines");
                PlotlyJson.WriteNumbers(json, "x", line.X);
                PlotlyJson.WriteNumbers(json, "y", line.Y);
                var stroke = SeriesLooks.Stroke(panel.Series, line, look);
                WriteLine(json, stroke.Color, stroke.Width, stroke.Dash);
                if (stroke.Opacity < 1)
                    json.WriteNumber("opacity", stroke.Opacity);
                WriteMarker(json, look, 6);
                break;
            case ScatterSeries points:
                json.WriteString("mode", "markers");
                PlotlyJson.WriteNumbers(json, "x", points.X);
                PlotlyJson.WriteNumbers(json, "y", points.Y);
                WriteMarker(json, look, points.X.Count > 300 ? 4 : 6);
                break;
            case BandSeries band:
                WriteBand(json, band, look);
                break;
            case ArrowSeries arrows:
                WriteArrows(json, arrows, look);
                break;
            case BarSeries bars:
                json.WriteString("orientation", "h");
                PlotlyJson.WriteNumbers(json, "x", bars.Values);
                // Places, not labels: equal labels would fall together.
                PlotlyJson.WriteNumbers(json, "y", Enumerable.Range(0, bars.Values.Count).Select(i => (double)i));
                json.WriteStartObject("marker");
                json.WriteString("color", Theme.Color(look));
                json.WriteNumber("opacity", look % 3 == 0 ? 1 : 0.5);
                json.WriteEndObject();
                break;
            case HeatMapSeries map:
                WriteHeatMap(json, figure, index, map);
                break;
        }
    }

    private static void WriteBand(Utf8JsonWriter json, BandSeries band, int look)
    {
        int[] shown = [.. Enumerable.Range(0, band.X.Count).Where(i => double.IsFinite(band.X[i]) && double.IsFinite(band.Lower[i]) && double.IsFinite(band.Upper[i]))];
        json.WriteString("mode", "lines");
        PlotlyJson.WriteNumbers(json, "x", shown.Concat(Enumerable.Reverse(shown)).Select(i => band.X[i]));
        PlotlyJson.WriteNumbers(json, "y", shown.Select(i => band.Upper[i]).Concat(Enumerable.Reverse(shown).Select(i => band.Lower[i])));
        json.WriteString("fill", "toself");
        json.WriteString("fillcolor", Translucent(Theme.Color(look), 0.22));
        WriteLine(json, Theme.Color(look), 0, []);
        json.WriteString("hoverinfo", "skip");
    }

    private static void WriteArrows(Utf8JsonWriter json, ArrowSeries arrows, int look)
    {
        json.WriteString("mode", "lines+markers");
        var all = Enumerable.Range(0, arrows.FromX.Count).ToArray();
        PlotlyJson.WriteNumbers(json, "x", all.SelectMany(i => (double[])[arrows.FromX[i], arrows.ToX[i], double.NaN]));
        PlotlyJson.WriteNumbers(json, "y", all.SelectMany(i => (double[])[arrows.FromY[i], arrows.ToY[i], double.NaN]));
        WriteLine(json, Theme.Color(look), 1.3, []);
        json.WriteStartObject("marker");
        json.WriteString("color", Theme.Color(look));
        json.WriteString("symbol", "arrow");
        json.WriteString("angleref", "previous");
        PlotlyJson.WriteNumbers(json, "size", all.SelectMany(_ => (double[])[0, 9, 0]));
        json.WriteEndObject();
    }

    private static void WriteHeatMap(Utf8JsonWriter json, Figure figure, int index, HeatMapSeries map)
    {
        json.WritePropertyName("z");
        json.WriteRawValue(CellText.Json(map), skipInputValidation: true);
        if (map.Grid.IsReduced)
        {
            // Axes count the rows and columns of the matrix, not the blocks.
            json.WriteNumber("x0", ((double)map.SourceColumns / map.Columns - 1) / 2);
            json.WriteNumber("dx", (double)map.SourceColumns / map.Columns);
            json.WriteNumber("y0", ((double)map.SourceRows / map.Rows - 1) / 2);
            json.WriteNumber("dy", (double)map.SourceRows / map.Rows);
        }
        if (map.Grid.HasFinite)
        {
            var limits = ColorLimits.Of(map.Grid);
            json.WritePropertyName("zmin");
            PlotlyJson.WriteNumber(json, limits.Low);
            json.WritePropertyName("zmax");
            PlotlyJson.WriteNumber(json, limits.High);
        }
        json.WriteStartArray("colorscale");
        var stops = ColorTables.Stops(map.Scale.Map);
        for (var i = 0; i < stops.Length; i++)
        {
            json.WriteStartArray();
            json.WriteNumberValue(Math.Round(i / (stops.Length - 1.0), 5));
            json.WriteStringValue("#" + stops[i].ToString("x6", CultureInfo.InvariantCulture));
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteString("hovertemplate", "row %{y}, column %{x}<br>%{z}<extra></extra>");
        PlotlyLayout.WriteColorBar(json, figure, index, map);
    }

    private static void WriteLine(Utf8JsonWriter json, string color, double width, double[] dash)
    {
        json.WriteStartObject("line");
        json.WriteString("color", color);
        json.WriteNumber("width", width);
        if (dash.Length > 0)
            json.WriteString("dash", string.Join(",", dash.Select(d => d.ToString(CultureInfo.InvariantCulture) + "px")));
        json.WriteEndObject();
    }

    private static void WriteMarker(Utf8JsonWriter json, int look, double size)
    {
        json.WriteStartObject("marker");
        json.WriteString("color", Theme.Color(look));
        json.WriteString("symbol", Theme.Marker(look) switch
        {
            MarkerShape.Square => "square",
            MarkerShape.Triangle => "triangle-up",
            MarkerShape.Down => "triangle-down",
            MarkerShape.Diamond => "diamond",
            MarkerShape.Cross => "cross",
            _ => "circle",
        });
        json.WriteNumber("size", size);
        json.WriteEndObject();
    }

    private static string Translucent(string color, double opacity)
    {
        var value = Convert.ToInt32(color[1..], 16);
        return string.Create(CultureInfo.InvariantCulture, $"rgba({value >> 16},{value >> 8 & 255},{value & 255},{opacity})");
    }
}
