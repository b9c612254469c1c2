using System.Globalization;
using OptimNotebookExt.Optimizers;

namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>The numbers of the golden run <c>ng_full_rng0</c>: 0 for every pick, and ((k·7919) mod 1000)/1000 as the k-th uniform one, from k = 1.</summary>
internal sealed class CountedDraws : IResumableDraws
{
    private long count;

    public long Pick(DrawKey key, long maximum) => 0;

    public double Uniform(DrawKey key) => ++count * 7919 % 1000 / 1000.0;

    public string Save() => count.ToString(CultureInfo.InvariantCulture);

    public void Restore(string saved) => count = long.TryParse(saved, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw new FormatException($"'{saved}' is no count of draws.");
}
