using OptimNotebookExt.Optimizers;

namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>Which pair a step sees; it depends on seed and step alone.</summary>
internal sealed class EveCainPairs
{
    private readonly EveCainOrder order;
    private readonly SeededDraws shuffles;
    private readonly int[] pairs;
    private long ordered;

    internal EveCainPairs(long seed, int count, EveCainOrder order)
    {
        this.order = order;
        shuffles = new SeededDraws(seed);
        pairs = [.. Enumerable.Range(0, count)];
    }

    internal int Count => pairs.Length;

    /// <summary>The pair of a step, from 0.</summary>
    internal int At(long step)
    {
        if (order == EveCainOrder.Reshuffled)
            Shuffle(epoch: step / pairs.Length + 1);
        return pairs[step % pairs.Length];
    }

    /// <summary>Fisher and Yates's shuffle, with epochs counted from 1.</summary>
    private void Shuffle(long epoch)
    {
        if (epoch == ordered)
            return;
        for (var i = 0; i < pairs.Length; i++)
            pairs[i] = i;
        for (var i = pairs.Length - 1; i > 0; i--)
        {
            var j = shuffles.Pick(new DrawKey(i, epoch, 0), i);
            (pairs[i], pairs[j]) = (pairs[j], pairs[i]);
        }
        ordered = epoch;
    }
}
