namespace OptimNotebookExt.Tests.Checkpoints;

/// <summary>A file that was cut off or lost a bit: a clear exception, and nothing has changed.</summary>
public sealed class DamagedFileTests
{
    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        using var saved = new SavedFile();
        for (var length = 0; length < saved.Bytes.Length; length += length < 64 ? 1 : 97)
        {
            File.WriteAllBytes(saved.Path, saved.Bytes[..length]);
            saved.MustRefuse(lookAtState: false);
        }
        saved.MustRefuse();
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_found()
    {
        using var saved = new SavedFile();
        var bytes = saved.Bytes.ToArray();
        for (var place = 0; place < bytes.Length; place += place < 2000 ? 1 : 23)
        {
            var bit = (byte)(1 << (place % 8));
            bytes[place] ^= bit;
            File.WriteAllBytes(saved.Path, bytes);
            saved.MustRefuse(lookAtState: false);
            bytes[place] ^= bit;
        }
        saved.MustRefuse();
    }
}
