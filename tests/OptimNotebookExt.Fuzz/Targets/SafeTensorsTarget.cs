using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OptimNotebookExt.Checkpoints;
using OptimNotebookExt.Checkpoints.SafeTensors;
using OptimNotebookExt.Fuzz.Mutations;
using OptimNotebookExt.Optimizers;

namespace OptimNotebookExt.Fuzz.Targets;

/// <summary>
/// Checkpoints. Most files are read as far as header and metadata; those whose checksum was forged, one in two hundred, are
/// loaded into an optimizer, which must be as before where the file is refused.
/// </summary>
internal sealed class SafeTensorsTarget : FuzzTarget
{
    private static readonly string[] s_documents = ["groups", "parameters", "draws", "schedule", "history", "notes"];
    private static readonly byte[] s_place = [.. "\"sha256\":\""u8];

    private readonly SmallRun[] _runs = [.. OptimizerCatalog.All.Select(i => new SmallRun(i))];
    private readonly Seed[] _seeds;
    private readonly JsonText[] _headers;
    private readonly JsonText[] _documents;

    public SafeTensorsTarget()
    {
        _seeds = [.. _runs.Select(r => new Seed(r.Save()))];
        _headers = [.. _seeds.Select(s => s.Header)];
        _documents = [.. _seeds.SelectMany(s => s.Documents).Select(d => d.Text)];
    }

    internal override string Name => "safetensors";

    internal override byte[] Make(FuzzRandom random)
    {
        var seed = random.Pick(_seeds);
        var header = random.Once(2) ? JsonMutator.Change(seed.Header, _headers, random) : WithDocument(seed, random);
        var data = random.Once(20) ? ByteMutator.Change(seed.Data, random) : seed.Data;
        var prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, random.Once(50) ? random.Below(1 << 30) : header.Length);
        byte[] file = [.. prefix, .. header, .. data];
        var place = file.AsSpan().IndexOf(s_place) + s_place.Length;
        if (place >= s_place.Length && place + 64 <= file.Length && random.Once(200))
            Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(file))).CopyTo(file, place);
        return random.Once(100) ? ByteMutator.Change(file, random) : file;
    }

    internal override bool Read(byte[] input)
    {
        try
        {
            using var stream = new MemoryStream(input, writable: false);
            var document = CheckpointDocument.Of(SafeTensorsHeader.Read(stream).Metadata);
            return !IsForged(input) || Load(input, document.Optimizer);
        }
        catch (InvalidDataException e)
        {
            return Refused(e);
        }
    }

    private bool Load(byte[] input, string optimizer)
    {
        using var stream = new MemoryStream(input, writable: false);
        using var file = SafeTensorsFile.Read(stream, withTensors: true);
        var run = _runs.FirstOrDefault(r => r.Optimizer.GetType().Name == optimizer) ?? _runs[0];
        var before = run.Fingerprint();
        try
        {
            run.Load(file);
            return true;
        }
        catch (InvalidDataException)
        {
            if (before != run.Fingerprint())
                throw new FuzzFindingException("a refused file has changed the optimizer");
            throw;
        }
    }

    /// <summary>Whether the checksum is more than the zeros it stands for.</summary>
    private static bool IsForged(byte[] input)
    {
        var place = input.AsSpan().IndexOf(s_place) + s_place.Length;
        return place >= s_place.Length && place + 64 <= input.Length && input.AsSpan(place, 64).ContainsAnyExcept((byte)'0');
    }

    /// <summary>The header with one of the documents changed that are texts in it.</summary>
    private byte[] WithDocument(Seed seed, FuzzRandom random)
    {
        var (place, document) = random.Pick(seed.Documents);
        var changed = JsonMutator.Change(document, _documents, random);
        var text = JsonSerializer.SerializeToUtf8Bytes(Encoding.UTF8.GetString(changed));
        return [.. seed.Header.Bytes.AsSpan(0, place.Start), .. text, .. seed.Header.Bytes.AsSpan(place.End)];
    }

    /// <summary>A good file in its parts.</summary>
    private sealed class Seed
    {
        internal Seed(byte[] file)
        {
            var length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
            // Zeros for the checksum say that the file is not to be read further.
            var json = file[8..(8 + length)];
            json.AsSpan(json.AsSpan().IndexOf(s_place) + s_place.Length, 64).Fill((byte)'0');
            Header = new JsonText(json);
            Data = file[(8 + length)..];
            Documents = [.. Header.Places.Where(p => p.IsNamed && s_documents.Any(d => json.AsSpan(p.Whole).StartsWith(Encoding.ASCII.GetBytes($"\"{d}\":\""))))
                .Select(p => (p, new JsonText(JsonSerializer.Deserialize<string>(Header.Value(p))!)))];
        }

        internal JsonText Header { get; }

        internal byte[] Data { get; }

        internal IReadOnlyList<(JsonPlace Place, JsonText Text)> Documents { get; }
    }
}
