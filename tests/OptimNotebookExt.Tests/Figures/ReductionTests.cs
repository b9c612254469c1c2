using OptimNotebookExt.Figures;

namespace OptimNotebookExt.Tests.Figures;

public sealed class ReductionTests
{
    private const string Alt = "A figure that tests its own reduction.";

    [Theory]
    [InlineData(1000, 1000)]
    [InlineData(4096, 300)]
    [InlineData(257, 2)]
    public void A_single_extreme_cell_survives_in_both_directions(int rows, int columns)
    {
        foreach (var (scale, ground) in new[] { (ColorScale.AroundZero, 0.0), (ColorScale.AroundOne, 1.0), (ColorScale.Magnitude, 5.0) })
        {
            var values = new float[rows * columns];
            Array.Fill(values, (float)ground);
            values[(rows - 1) * columns + 1] = (float)ground + 7;
            values[(rows / 2 * columns) + columns - 1] = (float)ground - 4;
            var map = (HeatMapSeries)Figure.HeatMap("map", Alt, new HeatMapSeries(values, rows, columns, scale)).Panels[0].Series[0];
            var cells = Enumerable.Range(0, map.Rows).SelectMany(r => Enumerable.Range(0, map.Columns).Select(c => map[r, c])).ToArray();
            Assert.True(map.Rows <= 256 && map.Columns <= 256);
            Assert.Equal((rows, columns), (map.SourceRows, map.SourceColumns));
            Assert.Single(cells, v => v == ground + 7);
            Assert.Single(cells, v => v == ground - 4);
            Assert.Equal(cells.Length - 2, cells.Count(v => v == ground));
        }
    }

    [Fact]
    public void One_NaN_among_a_million_shows()
    {
        var values = new double[1024 * 1024];
        values[777_777] = double.NaN;
        var figure = Figure.HeatMap("map", Alt, new HeatMapSeries(values, 1024, 1024));
        var map = (HeatMapSeries)figure.Panels[0].Series[0];
        Assert.True(double.IsNaN(map[(int)(777_777 / 1024L * map.Rows / 1024), (int)(777_777 % 1024L * map.Columns / 1024)]));
        Assert.Contains(figure.Notes, n => n.Contains("1 NaN of 1048576", StringComparison.Ordinal));
        Assert.Contains(figure.Notes, n => n.Contains("1024 × 1024 values shown as", StringComparison.Ordinal));
    }

    [Fact]
    public void A_long_line_keeps_its_ends_its_extremes_and_its_gap()
    {
        var y = FigureCases.Noise(100_000, 5);
        (y[33_333], y[66_666], y[50_000]) = (100, -100, double.NaN);
        var figure = Figure.Line("line", Alt, y);
        var line = (LineSeries)figure.Panels[0].Series[0];
        Assert.InRange(line.X.Count, 300, 1000);
        Assert.Equal((0, 99_999), (line.X[0], line.X[^1]));
        Assert.Equal((100, -100), (line.Y.Where(double.IsFinite).Max(), line.Y.Where(double.IsFinite).Min()));
        Assert.Contains(line.Y, double.IsNaN);
        Assert.Equal(line.X.Order(), line.X);
        Assert.Contains(figure.Notes, n => n.Contains("100000 points shown by", StringComparison.Ordinal));
    }

    [Fact]
    public void A_long_band_keeps_its_ends_and_extremes()
    {
        var (low, high) = (FigureCases.Noise(50_000, 5), FigureCases.Noise(50_000, 6));
        (low[20_000], high[30_000]) = (-50, 70);
        var band = (BandSeries)Figure.Line("band", Alt, [new BandSeries(FigureCases.Count(50_000), low, high)]).Panels[0].Series[0];
        Assert.Equal((0, 49_999, -50, 70), (band.X[0], band.X[^1], band.Lower.Min(), band.Upper.Max()));
    }

    [Fact]
    public void A_large_cloud_keeps_its_outliers()
    {
        var (x, y) = (FigureCases.Noise(50_000, 5), FigureCases.Noise(50_000, 6));
        (x[20_000], y[30_000]) = (40, -60);
        var points = (ScatterSeries)Figure.Scatter("points", Alt, x, y).Panels[0].Series[0];
        Assert.InRange(points.X.Count, 500, 1010);
        Assert.Contains(40, points.X);
        Assert.Contains(-60, points.Y);
    }

    [Fact]
    public void Small_data_stays_as_it_is()
    {
        var line = (LineSeries)FigureCases.All["line"].Panels[0].Series[0];
        Assert.Equal(FigureCases.Decay(200, 1, 30), line.Y);
        var map = (HeatMapSeries)FigureCases.All["heat-map"].Panels[0].Series[0];
        Assert.Equal((16, 16, 1 + 0.1 * Math.Sin(8)), (map.Rows, map.Columns, map[1, 1]));
        Assert.Empty(FigureCases.All["heat-map"].Notes);
    }
}
