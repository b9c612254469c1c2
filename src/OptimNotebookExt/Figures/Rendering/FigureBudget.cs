using System.IO.Compression;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>Shares the bytes of a figure among its series: image and interactive chart together stay within 60 KB of HTML.</summary>
internal static class FigureBudget
{
    /// <summary>Bytes of HTML for all heat maps together, less <see cref="PanelBytes"/> a panel for axes, texts and colour bars.</summary>
    private const int HeatMapBytes = 54_000;
    private const int PanelBytes = 5_000;
    private const int LeastBytes = 4_000;
    private const int Points = 1800;

    /// <summary>What the looks, the legend and the name of a curve cost, in points.</summary>
    private const int PointsOfCurve = 20;
    private const int MaxPointsPerLine = 1000;
    private const int MaxBars = 40;

    internal static Panel[] Fit(Panel[] panels)
    {
        var maps = panels.Count(p => p.HeatMap is not null);
        var curves = panels.Sum(p => p.Series.Sum(Weight));
        // Curves beside heat maps share one budget.
        var points = curves == 0 ? 0 : Math.Clamp((maps == 0 ? Points : Points / 3) / curves - PointsOfCurve, 16, MaxPointsPerLine);
        var free = HeatMapBytes - PanelBytes * panels.Length;
        var bytes = maps == 0 ? 0 : Math.Max(LeastBytes, (curves == 0 ? free : free * 2 / 3) / maps);
        return [.. panels.Select(p => Fit(p, points, bytes))];
    }

    private static Panel Fit(Panel panel, int points, int bytes)
    {
        if (panel.HasBars)
            return panel.With(Reduction.Bars([.. panel.Series.Cast<BarSeries>()], MaxBars));
        return panel.With(panel.Series.Select(series => series switch
        {
            LineSeries line => Reduction.Line(line, points),
            BandSeries band => Reduction.Band(band, points),
            ScatterSeries scatter => Reduction.Scatter(scatter, panel.X, panel.Y, points),
            HeatMapSeries map => Fit(map, bytes),
            _ => series,
        }));
    }

    private static HeatMapSeries Fit(HeatMapSeries map, int bytes)
    {
        for (var cells = HeatMapSeries.MaxCells; ;)
        {
            var reduced = map.Rows > cells || map.Columns > cells ? map.Reduced(cells) : map;
            var cost = HeatMapBytesOf(reduced);
            if (cost <= bytes || cells <= 8)
                return reduced;
            // Bytes grow with the number of cells where the matrix is noise; multiples of 4 keep the blocks of large matrices even.
            var side = Math.Max(reduced.Rows, reduced.Columns);
            cells = Math.Max(8, (int)(side * Math.Clamp(Math.Sqrt((double)bytes / cost), 0.7, 0.95)) & ~3);
        }
    }

    /// <summary>The picture is coded in base64 twice (in the SVG, and as the SVG), the chart's numbers once. Common compression bounds the hardest, which the output has.</summary>
    private static double HeatMapBytesOf(HeatMapSeries map) =>
        HeatMapRaster.Png(map, CompressionLevel.Optimal).Length * 16.0 / 9
        + Deflate.Bytes(CellText.Json(map), CompressionLevel.Optimal).Length * 4.0 / 3;

    private static int Weight(Series series) => series switch
    {
        HeatMapSeries or BarSeries => 0,
        BandSeries => 2,
        _ => 1,
    };
}
