namespace OptimNotebookExt.Tests.Checkpoints;

/// <summary>A wrong file with a checksum that fits: a clear exception, and nothing has changed.</summary>
public sealed class ForgedFileTests
{
    private static readonly Forgery[] All = [.. HeaderForgeries.All, .. DocumentForgeries.All];

    public static TheoryData<string> Kinds => [.. All.Select(f => f.What)];

    [Theory, MemberData(nameof(Kinds))]
    public void A_forged_file_is_refused_with_its_reason(string what)
    {
        var forgery = All.Single(f => f.What == what);
        using var saved = new SavedFile();
        File.WriteAllBytes(saved.Path, forgery.Make(new ForgedFile(saved.Bytes)));

        var error = saved.MustRefuse();

        Assert.Contains(forgery.Message, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(saved.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unchanged_file_put_together_again_is_good()
    {
        using var saved = new SavedFile();
        File.WriteAllBytes(saved.Path, new ForgedFile(saved.Bytes).Bytes());
        saved.Target.Load(saved.Path);
        Assert.Equal(27, saved.Target.Schedule.Batch);
    }
}
