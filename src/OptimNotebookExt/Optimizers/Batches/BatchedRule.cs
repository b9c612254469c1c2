using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>The fast path of optimizers that multiply by matrices: sweeps over memory for the elements, batches for the products.</summary>
internal abstract class BatchedRule : FusedRule
{
    /// <summary>Elements of a batch's parameters together: what the products give shall still be in the cache when it is swept over.</summary>
    private const long LargestBatch = 1 << 18;

    private readonly List<BatchStep> batches = [];
    private readonly Dictionary<ParameterState, (BatchStep Step, int Member)> places = [];
    private readonly List<FusedParameter> newcomers = [];
    private readonly List<FusedParameter> vectors = [];

    /// <summary>The batches, with who takes part in this step.</summary>
    private protected IReadOnlyList<BatchStep> Batches => batches;

    /// <summary>Those that take part in this step and have no matrices.</summary>
    private protected IReadOnlyList<FusedParameter> Vectors => vectors;

    /// <summary>Memory for the gradients of a batch.</summary>
    private protected BatchScratch GradientScratch { get; } = new();

    /// <summary>Memory for what goes into a batch's products.</summary>
    private protected BatchScratch PreparedScratch { get; } = new();

    /// <summary>Names of a parameter's state that the products read or write: it comes to lie in arenas.</summary>
    private protected abstract IEnumerable<string> ArenaNames(ParameterState state);

    public override void Dispose()
    {
        foreach (var batch in batches)
            batch.Dispose();
        GradientScratch.Dispose();
        PreparedScratch.Dispose();
        base.Dispose();
    }

    /// <summary>Sorts the parameters of a step into batches and those without matrices.</summary>
    private protected void Sort(IReadOnlyList<FusedParameter> fused)
    {
        Disband();
        vectors.Clear();
        for (var i = 0; i < batches.Count; i++)
            batches[i].Begin();
        for (var i = 0; i < fused.Count; i++)
        {
            if (fused[i].Update is not BatchedUpdate { First: not null })
                vectors.Add(fused[i]);
            else if (places.TryGetValue(fused[i].State, out var place))
                place.Step.Take(fused[i], place.Member);
            else
                newcomers.Add(fused[i]);
        }
        if (newcomers.Count > 0)
            Place();
        for (var i = 0; i < batches.Count; i++)
        {
            if (batches[i].Batch.IsCurrent())
                continue;
            batches[i].Batch.Adopt();
            batches[i].Rebind();
        }
    }

    /// <summary>Gives up batches of which a member's state was exchanged for one that does not fit.</summary>
    private void Disband()
    {
        for (var i = batches.Count - 1; i >= 0; i--)
        {
            if (batches[i].Batch is var batch && (batch.IsCurrent() || batch.Fits()))
                continue;
            foreach (var member in batch.Members)
                places.Remove(member);
            batches[i].Dispose();
            batches.RemoveAt(i);
        }
    }

    /// <summary>New batches of the parameters that have no place yet.</summary>
    private void Place()
    {
        foreach (var alike in newcomers.GroupBy(n => Kind(n.State)))
        {
            string[] names = [.. ArenaNames(alike.First().State)];
            var most = (int)Math.Max(1, LargestBatch / alike.First().Update!.Length);
            foreach (var members in alike.Chunk(most))
            {
                var step = new BatchStep(new Batch([.. members.Select(m => m.State)], names));
                batches.Add(step);
                for (var i = 0; i < members.Length; i++)
                {
                    places.Add(members[i].State, (step, i));
                    step.Take(members[i], i);
                }
            }
        }
        newcomers.Clear();
    }

    /// <summary>What parameters must have in common to go together: dtype and all shapes.</summary>
    private (ScalarType Dtype, string Shapes) Kind(ParameterState state) => (
        state.Parameter.dtype,
        string.Join(' ', ArenaNames(state).Select(n => n + Shape(state[n])).Prepend(Shape(state.Parameter))));

    private static string Shape(Tensor tensor) => string.Join('×', tensor.shape);
}
