using OptimNotebookExt.Experiments.EveCain;

namespace OptimNotebookExt.Host.Experiments;

/// <summary>The data that a command line asks for: of golden files, or generated.</summary>
internal static class EveCainSelection
{
    private static readonly long[] DefaultSeeds = [42, 1, 2, 3, 4];

    /// <exception cref="ArgumentException">Two files have the same seed, or none has one that is asked for.</exception>
    internal static EveCainData[] Of(string[] files, long[] seeds)
    {
        if (files.Length == 0)
            return [.. (seeds.Length > 0 ? seeds : DefaultSeeds).Select(EveCainData.Generate)];
        var data = files.Select(EveCainData.Load).ToArray();
        if (data.GroupBy(d => d.Seed).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"--data: {string.Join(" and ", twice.Select(d => d.Source))} both have the seed {twice.Key}; give one of them.");
        return seeds.Length == 0
            ? data
            : [.. seeds.Select(seed => data.FirstOrDefault(d => d.Seed == seed) ?? throw new ArgumentException(
                $"--seeds: no file of --data has the seed {seed}; there are {string.Join(", ", data.Select(d => d.Seed))}."))];
    }
}
