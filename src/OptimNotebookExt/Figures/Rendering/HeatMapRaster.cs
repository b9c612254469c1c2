using System.IO.Compression;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>Heat maps and colour bars as PNG, a pixel a cell.</summary>
internal static class HeatMapRaster
{
    /// <summary>Colours of a map; index 255 is left for cells that are not finite, which are transparent.</summary>
    private const int Levels = 255;
    private const byte Hole = 255;

    internal static byte[] Png(HeatMapSeries map, CompressionLevel level = CompressionLevel.SmallestSize)
    {
        var limits = ColorLimits.Of(map.Grid);
        var cells = map.Grid.Cells;
        var pixels = new byte[cells.Length];
        for (var i = 0; i < cells.Length; i++)
            pixels[i] = double.IsFinite(cells[i]) ? Level(limits.Share(cells[i])) : Hole;
        var palette = Palette(map.Scale.Map, Levels);
        if (pixels.Length > 0 && map.Grid.NonFinite.Total == 0)
            palette = Used(palette, pixels);
        return PngEncoder.Indexed(pixels, Math.Max(1, map.Columns), Math.Max(1, map.Rows), palette, map.Grid.NonFinite.Total > 0, level);
    }

    /// <summary>A column of all colours, the last on top.</summary>
    internal static byte[] Bar(ColorMap map)
    {
        const int Steps = 64;
        byte[] pixels = [.. Enumerable.Range(0, Steps).Select(i => (byte)(Steps - 1 - i))];
        return PngEncoder.Indexed(pixels, 1, Steps, Palette(map, Steps), hole: false);
    }

    /// <summary>The colours that the pixels use, and the pixels with these colours' places: most of a small picture's bytes are its palette.</summary>
    private static byte[] Used(byte[] palette, byte[] pixels)
    {
        byte[] used = [.. pixels.Distinct().Order()];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)Array.BinarySearch(used, pixels[i]);
        return [.. used.SelectMany(level => palette[(3 * level)..(3 * level + 3)])];
    }

    private static byte Level(double share) => (byte)Math.Round(Math.Clamp(share, 0, 1) * (Levels - 1));

    private static byte[] Palette(ColorMap map, int levels)
    {
        var palette = new byte[3 * levels];
        for (var i = 0; i < levels; i++)
        {
            var color = ColorTables.At(map, i / (levels - 1.0));
            (palette[3 * i], palette[3 * i + 1], palette[3 * i + 2]) = ((byte)(color >> 16), (byte)(color >> 8), (byte)color);
        }
        return palette;
    }
}
