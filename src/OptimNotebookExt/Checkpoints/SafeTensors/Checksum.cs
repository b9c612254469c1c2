using System.Security.Cryptography;
using System.Text;

namespace OptimNotebookExt.Checkpoints.SafeTensors;

/// <summary>
/// SHA-256 of a whole file, kept in the metadata of its own header: taken with zeros in its place. The format has no
/// checksum, and a flipped bit in a tensor would otherwise train on unnoticed.
/// </summary>
internal sealed class Checksum : IDisposable
{
    internal const string Key = "sha256";

    private const int Digits = 64;

    private static readonly byte[] Lead = Encoding.ASCII.GetBytes($"\"{Key}\":\"");

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>What stands in the header until the checksum is known.</summary>
    internal static string Blank { get; } = new('0', Digits);

    /// <summary>Takes the rest of the file.</summary>
    internal IncrementalHash Data => hash;

    /// <summary>Takes prefix and header, without what the header says of itself.</summary>
    /// <returns>Where in the header the checksum stands.</returns>
    /// <exception cref="InvalidDataException">It does not stand there as this package writes it.</exception>
    internal int AppendHeader(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> json)
    {
        // Within a JSON text a quote that belongs to a value is escaped, so the lead cannot stand elsewhere.
        var lead = json.IndexOf(Lead);
        var place = lead + Lead.Length;
        if (lead < 0 || place + Digits > json.Length)
            throw new InvalidDataException("the metadata lack the checksum sha256: the file was written, or rewritten, by something else than this package, or it is damaged.");
        hash.AppendData(prefix);
        hash.AppendData(json[..place]);
        hash.AppendData(Encoding.ASCII.GetBytes(Blank));
        hash.AppendData(json[(place + Digits)..]);
        return place;
    }

    internal byte[] Hex() => Encoding.ASCII.GetBytes(Convert.ToHexString(hash.GetCurrentHash()).ToLowerInvariant());

    public void Dispose() => hash.Dispose();
}
