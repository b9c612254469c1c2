using System.Security.Cryptography;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Checkpoints.SafeTensors;

/// <summary>A tensor's numbers to and from a stream, in blocks, so that a tensor may be longer than an array can be.</summary>
internal static class TensorBytes
{
    private const int Block = 1 << 20;

    /// <summary>Writes a tensor row by row, wherever and however it lies.</summary>
    internal static void Write(Tensor tensor, Stream stream, IncrementalHash hash)
    {
        using var noTape = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var plain = tensor.detach().cpu().contiguous().flatten();
        foreach (var (offset, length) in Blocks(plain))
        {
            using var part = Part(plain, offset, length);
            hash.AppendData(part.bytes);
            stream.Write(part.bytes);
        }
    }

    /// <summary>Fills a contiguous tensor in main memory.</summary>
    internal static void Read(Tensor tensor, Stream stream, IncrementalHash hash)
    {
        using var noTape = torch.no_grad();
        using var flat = tensor.flatten();
        foreach (var (offset, length) in Blocks(flat))
        {
            using var part = Part(flat, offset, length);
            stream.ReadExactly(part.bytes);
            hash.AppendData(part.bytes);
        }
    }

    /// <summary>Reads over bytes that are not needed.</summary>
    internal static void Skip(long count, Stream stream, IncrementalHash hash)
    {
        var buffer = new byte[Math.Min(count, Block)];
        for (var left = count; left > 0;)
        {
            var part = buffer.AsSpan(0, (int)Math.Min(left, Block));
            stream.ReadExactly(part);
            hash.AppendData(part);
            left -= part.Length;
        }
    }

    private static IEnumerable<(long Offset, int Length)> Blocks(Tensor tensor)
    {
        var bytes = tensor.numel() * SafeTensorsType.SizeOf(tensor.dtype);
        for (var offset = 0L; offset < bytes; offset += Block)
            yield return (offset, (int)Math.Min(Block, bytes - offset));
    }

    /// <summary>A block of a flat tensor, which the caller holds for as long as its bytes are used; tensor.bytes ends at 2 GB.</summary>
    private static Tensor Part(Tensor flat, long offset, int length) =>
        flat.narrow(0, offset / SafeTensorsType.SizeOf(flat.dtype), length / SafeTensorsType.SizeOf(flat.dtype));
}
