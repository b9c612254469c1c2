namespace OptimNotebookExt.Host.Bench;

/// <summary>A set of parameters to step.</summary>
/// <param name="Name">As <c>--set</c> spells it.</param>
/// <param name="Shapes">The parameters' shapes.</param>
internal sealed record BenchSet(string Name, IReadOnlyList<long[]> Shapes)
{
    /// <summary>A small network, many small tensors, one large tensor, and a transformer of 12.6 million parameters.</summary>
    internal static IReadOnlyList<BenchSet> All { get; } =
    [
        new("mlp", [[200, 100], [200], [100, 200], [100]]),
        new("small200", [.. Enumerable.Repeat<long[]>([64, 64], 200)]),
        new("square1024", [[1024, 1024]]),
        new("tf4", [.. Enumerable.Repeat<long[][]>(
            [
                [512, 512], [512, 512], [512, 512], [512, 512], [2048, 512], [512, 2048],
                [512], [512], [512], [512], [2048], [512],
            ], 4).SelectMany(block => block)]),
    ];

    internal long Elements => Shapes.Sum(shape => shape.Aggregate(1L, (n, size) => n * size));
}
