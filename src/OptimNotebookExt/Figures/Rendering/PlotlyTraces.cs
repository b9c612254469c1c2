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
                json.WriteString("xaxis", PlotlyAxes.Name("x", index));
                json.WriteString("yaxis", PlotlyAxes.Name("y", index));
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
                PlotlyMarks.WriteLine(json, stroke.Color, stroke.Width, stroke.Dash);
                if (stroke.Opacity < 1)
                    json.WriteNumber("opacity", stroke.Opacity);
                PlotlyMarks.WriteMarker(json, look, 6);
                break;
            case ScatterSeries points:
                json.WriteString("mode", "markers");
                PlotlyJson.WriteNumbers(json, "x", points.X);
                PlotlyJson.WriteNumbers(json, "y", points.Y);
                PlotlyMarks.WriteMarker(json, look, points.X.Count > 300 ? 4 : 6);
                break;
            case BandSeries band:
                PlotlyBand.Write(json, band, look);
                break;
            case ArrowSeries arrows:
                PlotlyArrows.Write(json, arrows, look);
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
                PlotlyHeatMap.Write(json, figure, index, map);
                break;
        }
    }
}
