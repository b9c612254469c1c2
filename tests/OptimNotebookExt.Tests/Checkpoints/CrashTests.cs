using OptimNotebookExt.Checkpoints;
using OptimNotebookExt.Tests.Contract;

namespace OptimNotebookExt.Tests.Checkpoints;

/// <summary>A crash at any byte leaves the old file or the new one.</summary>
public sealed class CrashTests
{
    [Fact]
    public void A_write_cut_at_any_offset_leaves_the_old_file_and_nothing_else()
    {
        using var file = new TemporaryFile("run.safetensors");
        using var run = new SavedRun(ContractCase.Of("LearnedGradient/Reference/Float32/cpu"));
        run.Run(5);
        run.Save(file.Path);
        var old = File.ReadAllBytes(file.Path);
        run.Run(5);
        // Everything is written once, and the checksum's 64 digits once more.
        var written = old.Length + 64;
        var cuts = 0;
        for (var room = 0; room < written; room += room < 100 ? 7 : 151)
        {
            var error = Assert.Throws<IOException>(() => AtomicFile.WriteStream(file.Path, stream => CheckpointWriter.Write(new CutStream(stream, room), run.Optimizer, run.Schedule, run.History, null)));
            Assert.Contains("No space left", error.Message, StringComparison.Ordinal);
            Assert.Equal(old, File.ReadAllBytes(file.Path));
            Assert.Equal([file.Path], Directory.GetFiles(file.Folder));
            cuts++;
        }
        Assert.InRange(cuts, 50, 5000);

        run.Save(file.Path);

        Assert.NotEqual(old, File.ReadAllBytes(file.Path));
        Assert.Equal(10, Checkpoint.Inspect(file.Path).Steps["p0"]);
    }

    [Fact]
    public void What_a_killed_process_leaves_behind_disturbs_nobody()
    {
        using var file = new TemporaryFile("run.safetensors");
        using var run = new SavedRun(ContractCase.Of("Eve/Reference/Float32/cpu"));
        run.Run(5);
        run.Save(file.Path);
        var whole = File.ReadAllBytes(file.Path);
        foreach (var length in (int[])[0, 7, 1000, whole.Length - 1])
        {
            var left = $"{file.Path}.{length}.tmp";
            File.WriteAllBytes(left, whole[..length]);
            Assert.Throws<InvalidDataException>(() => Checkpoint.Inspect(left));
        }
        using var resumed = new SavedRun(ContractCase.Of("Eve/Reference/Float32/cpu"), seed: 9);
        resumed.Load(file.Path);
        Training.AssertSameState(run.Everything(), resumed.Everything());
        resumed.Save(file.Path);
        Assert.Equal(whole, File.ReadAllBytes(file.Path));
    }

    [Fact]
    public void A_folder_that_is_missing_is_said_and_nothing_is_left()
    {
        using var run = new SavedRun(ContractCase.Of("Eve/Reference/Float32/cpu"));
        using var folder = new TemporaryFolder();
        Assert.Throws<DirectoryNotFoundException>(() => run.Save(Path.Combine(folder.Root, "none", "run.safetensors")));
        Assert.Throws<FileNotFoundException>(() => run.Load(Path.Combine(folder.Root, "none.safetensors")));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Root));
    }
}
