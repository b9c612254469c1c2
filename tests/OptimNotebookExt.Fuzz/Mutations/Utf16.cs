using System.Runtime.InteropServices;

namespace OptimNotebookExt.Fuzz.Mutations;

/// <summary>Texts as bytes, halves of characters too, which no other encoding keeps.</summary>
internal static class Utf16
{
    internal static byte[] Bytes(string text) => MemoryMarshal.AsBytes(text.AsSpan()).ToArray();

    internal static string Text(byte[] bytes) => new(MemoryMarshal.Cast<byte, char>(bytes.AsSpan(0, bytes.Length & ~1)));
}
