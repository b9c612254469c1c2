using System.Buffers;
using System.Buffers.Text;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>The cells of a heat map as JSON. Large matrices are written often and by the ten thousands, so without a string a cell.</summary>
internal static class CellText
{
    /// <summary>Up to so many rows and columns the cells keep six significant digits.</summary>
    private const int ExactCells = 32;
    private const int LongestNumber = 32;

    internal static byte[] Json(HeatMapSeries map)
    {
        var exact = Math.Max(map.Rows, map.Columns) <= ExactCells || !map.Grid.HasFinite;
        var exponent = exact ? 0 : Unit(map.Grid);
        var cells = map.Grid.Cells;
        var text = new ArrayBufferWriter<byte>(8 * cells.Length + 16);
        text.Write("["u8);
        for (var r = 0; r < map.Rows; r++)
        {
            text.Write(r == 0 ? "["u8 : ",["u8);
            for (var c = 0; c < map.Columns; c++)
            {
                if (c > 0)
                    text.Write(","u8);
                var value = cells[r * map.Columns + c];
                if (!double.IsFinite(value))
                    text.Write("null"u8);
                else if (exact)
                    Exact(text, value);
                else
                    Rounded(text, value, exponent);
            }
            text.Write("]"u8);
        }
        text.Write("]"u8);
        return text.WrittenSpan.ToArray();
    }

    /// <summary>The power of ten that divides the range of colours into hundreds, as the eye does; digits below it would only cost bytes.</summary>
    private static int Unit(CellGrid grid)
    {
        var limits = ColorLimits.Of(grid);
        var range = (int)Math.Floor(Math.Log10(limits.High - limits.Low)) - 2;
        var size = (int)Math.Floor(Math.Log10(Math.Max(Math.Max(Math.Abs(grid.Min), Math.Abs(grid.Max)), 1e-300)));
        return Math.Max(range, size - 14);
    }

    private static void Exact(ArrayBufferWriter<byte> text, double value)
    {
        Utf8Formatter.TryFormat(value, text.GetSpan(LongestNumber), out var written, new StandardFormat('G', 6));
        text.Advance(written);
    }

    /// <summary>As "123e-4": short, and the same number everywhere.</summary>
    private static void Rounded(ArrayBufferWriter<byte> text, double value, int exponent)
    {
        // In two factors: 10^-exponent alone overflows where the range is below 1e-308.
        var count = (long)Math.Round(value * Math.Pow(10, -(exponent / 2)) * Math.Pow(10, exponent / 2 - exponent));
        while (count != 0 && count % 10 == 0)
            (count, exponent) = (count / 10, exponent + 1);
        Utf8Formatter.TryFormat(count, text.GetSpan(LongestNumber), out var written);
        text.Advance(written);
        if (count == 0 || exponent == 0)
            return;
        text.Write("e"u8);
        Utf8Formatter.TryFormat(exponent, text.GetSpan(LongestNumber), out written);
        text.Advance(written);
    }
}
