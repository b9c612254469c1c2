using OptimNotebookExt.Experiments.Sweeps;

namespace OptimNotebookExt.Tests.Experiments.Sweeps;

public sealed class SweepClaimTests
{
    [Fact]
    public void A_run_is_claimed_once()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Root, "claim");
        Assert.False(SweepClaim.IsHeld(file));
        using (var claim = SweepClaim.TryTake(file))
        {
            Assert.NotNull(claim);
            Assert.Null(SweepClaim.TryTake(file));
            Assert.True(SweepClaim.IsHeld(file));
            Assert.True(SweepClaim.IsHeld(file));
        }
        Assert.False(SweepClaim.IsHeld(file));
        using (var claim = SweepClaim.TryTake(file))
            claim!.Complete();
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void Another_machine_holds_a_run_as_long_as_it_shows_that_it_lives()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("claim", "some other machine\nprocess 1\njob 2\n");
        Assert.True(SweepClaim.IsHeld(file));
        Assert.Null(SweepClaim.TryTake(file));

        File.SetLastWriteTimeUtc(file, DateTime.UtcNow - SweepClaim.Patience - TimeSpan.FromSeconds(1));

        using var claim = SweepClaim.TryTake(file);
        Assert.NotNull(claim);
    }

    [Fact]
    public void A_claim_given_back_on_this_machine_is_free_at_once_for_others()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Root, "claim");
        SweepClaim.TryTake(file)!.Dispose();

        Assert.Equal(string.Empty, File.ReadAllText(file));
    }
}
