using CsCheck;

namespace OptimNotebookExt.Fuzz;

/// <summary>The random numbers of one case, which seed and number of the case alone determine.</summary>
internal sealed class FuzzRandom(uint seed, long number)
{
    private readonly PCG pcg = new(seed, (ulong)number);

    /// <summary>A number from 0 to below the end.</summary>
    internal int Below(int end) => (int)pcg.Next((uint)end);

    /// <summary>True once in so many times.</summary>
    internal bool Once(int inSoMany) => Below(inSoMany) == 0;

    internal T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    internal T Of<T>(Gen<T> generator) => generator.Generate(pcg, null, out _);
}
