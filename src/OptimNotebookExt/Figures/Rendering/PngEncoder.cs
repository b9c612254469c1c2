using System.Buffers.Binary;
using System.IO.Compression;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>PNG files of indexed colours: one byte a pixel, compressed.</summary>
internal static class PngEncoder
{
    private static readonly uint[] s_crc = [.. Enumerable.Range(0, 256).Select(n =>
        Enumerable.Range(0, 8).Aggregate((uint)n, (c, _) => (c & 1) != 0 ? 0xedb88320 ^ (c >> 1) : c >> 1))];

    /// <param name="pixels">width · height indices into the palette.</param>
    /// <param name="width">Pixels a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="palette">Red, green, blue of up to 255 colours.</param>
    /// <param name="hole">Adds a transparent colour after the palette.</param>
    /// <param name="level">How hard to compress.</param>
    internal static byte[] Indexed(ReadOnlySpan<byte> pixels, int width, int height, ReadOnlySpan<byte> palette, bool hole, CompressionLevel level = CompressionLevel.SmallestSize)
    {
        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (8, 3);
        Chunk(png, "IHDR"u8, header);
        Chunk(png, "PLTE"u8, hole ? [.. palette, 0, 0, 0] : palette);
        if (hole)
        {
            var alpha = new byte[palette.Length / 3 + 1];
            alpha.AsSpan()[..^1].Fill(255);
            Chunk(png, "tRNS"u8, alpha);
        }
        var rows = new byte[height * (width + 1)];
        for (var y = 0; y < height && pixels.Length > 0; y++)
            pixels.Slice(y * width, width).CopyTo(rows.AsSpan(y * (width + 1) + 1));
        Chunk(png, "IDAT"u8, Deflate.Bytes(rows, level));
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(kind);
        png.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(data, Crc(kind, uint.MaxValue)));
        png.Write(number);
    }

    private static uint Crc(ReadOnlySpan<byte> data, uint crc)
    {
        foreach (var value in data)
            crc = s_crc[(crc ^ value) & 255] ^ (crc >> 8);
        return crc;
    }
}
