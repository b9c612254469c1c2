namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>The text of <see cref="CharacterTask"/> as numbers of its alphabet, in training and held-out pieces.</summary>
internal sealed class CharacterText
{
    /// <summary>Characters of a piece that are predicted; a piece has one more.</summary>
    internal const int PieceLength = 64;

    private const int BlockLength = 1000;
    private const int HeldOutEvery = 10;

    private CharacterText(string text)
    {
        Alphabet = new string([.. text.Distinct().Order()]);
        var numbers = text.Select(c => (long)Alphabet.IndexOf(c, StringComparison.Ordinal)).ToArray();
        var blocks = numbers.Chunk(BlockLength).ToArray();
        Training = [.. blocks.Where((_, i) => i % HeldOutEvery != HeldOutEvery - 1).Where(b => b.Length > PieceLength)];
        HeldOut = [.. blocks.Where((_, i) => i % HeldOutEvery == HeldOutEvery - 1)
            .SelectMany(b => Enumerable.Range(0, (b.Length - 1) / PieceLength).Select(i => b[(i * PieceLength)..((i + 1) * PieceLength + 1)]))];
    }

    internal string Alphabet { get; }

    /// <summary>Blocks of text, of 1000 characters but for the last.</summary>
    internal IReadOnlyList<long[]> Training { get; }

    /// <summary>Pieces of 65 characters.</summary>
    internal IReadOnlyList<long[]> HeldOut { get; }

    internal static string FilePath => TaskData.Find("characters", "text.txt");

    internal static CharacterText Load() => new(File.ReadAllText(FilePath));
}
