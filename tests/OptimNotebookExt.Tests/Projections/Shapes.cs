using FsCheck;
using FsCheck.Fluent;

namespace OptimNotebookExt.Tests.Projections;

/// <summary>A random shape and a seed for its values.</summary>
public sealed record Shaped(long[] Shape, int Seed)
{
    public override string ToString() => $"[{string.Join(", ", Shape)}] seed {Seed}";
}

/// <summary>Random shapes, sizes 1 to 6.</summary>
internal static class Shapes
{
    internal static Arbitrary<Shaped> Arbitrary(int minRank, int maxRank) =>
        (from rank in Gen.Choose(minRank, maxRank)
         from shape in Gen.ArrayOf(Gen.Choose(1, 6), rank)
         from seed in Gen.Choose(0, 100_000)
         select new Shaped([.. shape.Select(n => (long)n)], seed)).ToArbitrary();
}
