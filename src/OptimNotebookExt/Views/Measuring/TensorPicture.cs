using OptimNotebookExt.Figures;
using OptimNotebookExt.Recording;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Views.Measuring;

/// <summary>The panel that shows a tensor: a line along its only axis, else the heat map of its first slice.</summary>
internal static class TensorPicture
{
    /// <summary>A line of more elements is drawn as the range of its stretches.</summary>
    private const long LineUpTo = 1 << 16;
    private const int Stretches = 1000;

    internal static bool IsLine(IReadOnlyList<long> shape) => shape.Count(n => n != 1) == 1;

    /// <summary>Number of the last two axes' slices; 1 for a matrix.</summary>
    internal static long Slices(IReadOnlyList<long> shape) => shape.Count <= 2 || IsLine(shape) ? 1 : shape.Take(shape.Count - 2).Aggregate(1L, (a, b) => a * b);

    /// <summary>The panel of kept elements; null for a scalar, an empty tensor or where nothing was kept.</summary>
    internal static Panel? Of(TensorSnapshot snapshot, string title, int maxCells = HeatMapSeries.MaxCells)
    {
        if (!snapshot.HasValues || snapshot.Values.Length <= 1)
            return null;
        if (IsLine(snapshot.Shape))
            return Line(snapshot.Values.ToArray(), title);
        var (rows, columns) = ((int)snapshot.Shape[^2], (int)snapshot.Shape[^1]);
        var map = new HeatMapSeries(snapshot.Values[..(rows * columns)], rows, columns, Scale(snapshot.Statistics));
        return Map(map.Rows > maxCells || map.Columns > maxCells ? map.Reduced(maxCells) : map, title);
    }

    /// <summary>The panel of a live tensor of a real dtype; large ones are reduced where they are.</summary>
    internal static Panel? Of(Tensor tensor, TensorStatistics statistics, string title)
    {
        using var scope = torch.NewDisposeScope();
        if (tensor.numel() <= 1)
            return null;
        if (IsLine(tensor.shape))
            return tensor.numel() <= LineUpTo ? Line(tensor.Doubles(), title) : Band(tensor.reshape(-1), title);
        var slice = tensor;
        while (slice.ndim > 2)
            slice = slice.select(0, 0);
        return Map(slice, Scale(statistics), title);
    }

    /// <summary>The heat map of a live matrix.</summary>
    internal static HeatMapSeries Map(Tensor matrix, ColorScale scale)
    {
        if (matrix.numel() <= TensorSnapshot.DefaultElementLimit)
            return new HeatMapSeries(matrix.Doubles(), (int)matrix.shape[0], (int)matrix.shape[1], scale);
        using var scope = torch.NewDisposeScope();
        var scan = MatrixScan.Of(matrix);
        return scan.Blocks.ToSeries(scan.Measures.Statistics, scan.NonFinite, scale);
    }

    internal static ColorScale Scale(TensorStatistics statistics) => statistics.Min < 0 ? ColorScale.AroundZero : ColorScale.Magnitude;

    private static Panel Map(Tensor matrix, ColorScale scale, string title) => Map(Map(matrix, scale), title);

    private static Panel Map(HeatMapSeries map, string title) => new(new Axis("column"), new Axis("row"), [map], title);

    private static Panel Line(double[] values, string title) =>
        new(new Axis("index"), new Axis(), [new LineSeries(Enumerable.Range(0, values.Length).Select(i => (double)i), values)], title);

    private static Panel Band(Tensor flat, string title)
    {
        var n = flat.shape[0];
        var bounds = Enumerable.Range(0, Stretches + 1).Select(i => n * i / Stretches).ToArray();
        var parts = Enumerable.Range(0, Stretches).Select(i => flat.narrow(0, bounds[i], bounds[i + 1] - bounds[i])).ToArray();
        return new(
            new Axis("index"),
            new Axis("least and greatest of each stretch"),
            [new BandSeries(bounds.SkipLast(1).Select(b => (double)b), stack(parts.Select(p => p.min())).Doubles(), stack(parts.Select(p => p.max())).Doubles())],
            title);
    }
}
