using System.IO.Compression;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>Bytes in zlib's format.</summary>
internal static class Deflate
{
    internal static byte[] Bytes(ReadOnlySpan<byte> data, CompressionLevel level = CompressionLevel.SmallestSize)
    {
        using var target = new MemoryStream();
        using (var zlib = new ZLibStream(target, level))
            zlib.Write(data);
        return target.ToArray();
    }
}
