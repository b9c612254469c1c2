namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>Sizes of the experiment; the defaults are the draft's.</summary>
internal sealed record EveCainShape(int Features = 100, int Hidden = 200, int Pairs = 20, int Batch = 4, int Time = 2)
{
    internal long[] PairShape => [Pairs, Batch, Time, Features];

    internal long PairsLength => (long)Pairs * Batch * Time * Features;
}
