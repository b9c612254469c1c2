using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>
/// The sums of outer products that NeutralGradient re-estimates from, gathered on a device. They are tensors of their own, as
/// parameters gather at different times.
/// </summary>
internal sealed class NeutralStatistics : IDisposable
{
    // Made once: they are asked for at every step.
    private static readonly string[] projNames = Names("proj");
    private static readonly string[] sumNames = Names("grad_cov");
    private static readonly string[] countNames = Names("grad_cov_count");

    /// <summary>Who gathered last time, of a step that began at that parameter, as the device has it.</summary>
    private readonly Dictionary<int, (long[] Members, Tensor Index)> indices = [];

    /// <summary>Whether an axis with a full matrix has none yet.</summary>
    internal static bool AreMissing(ParameterState state)
    {
        for (var d = 0; d < state.Shape.Length; d++)
        {
            if (state.TryGet(projNames[d], out var proj) && proj.ndim == 2 && !state.Has(sumNames[d]))
                return true;
        }
        return false;
    }

    /// <summary>Adds the rows of so many gradients to <c>grad_cov_count_{dim}</c> of every axis with statistics.</summary>
    internal static void Count(ParameterState state, long gradients)
    {
        foreach (var axis in BatchAxis.Of(state.Shape))
        {
            if (state.Has(sumNames[axis.Axis]) && state.TryCount(countNames[axis.Axis], out var rows))
                state.SetCount(countNames[axis.Axis], rows + (gradients * axis.Rows));
        }
    }

    /// <summary>Takes the gradients of those in that are to gather.</summary>
    /// <param name="step">Theirs, among others.</param>
    /// <param name="g">The gradients of all, [members, …], contiguous.</param>
    internal void Gather(DeviceStep step, Tensor g)
    {
        long[] own = [.. Enumerable.Range(0, step.Count).Where(i => step.Plans[i].Gathers).Select(i => (long)i)];
        if (own.Length == 0)
            return;
        var (gathered, takes) = (step.Counted(DeviceCount.Gathered), step.Takes);
        if (own.Length == step.Count)
        {
            step.Write(DeviceCount.Gathered, gathered.Plus(1));
        }
        else
        {
            var index = Index(step, own);
            (g, takes) = (g.index_select(0, index), takes?.index_select(0, index));
            step.Write(DeviceCount.Gathered, gathered.index_add(0, index, ones(own.Length, dtype: gathered.dtype, device: gathered.device), Scalars.One));
        }
        ParameterState[] members = [.. own.Select(i => step.Batch.Members[step.Range.Begin + (int)i])];
        foreach (var axis in step.Batch.Axes.Where(a => step.Batch.Get(projNames[a.Axis]).ndim == 3))
        {
            var sums = axis.Scatter(g, g);
            if (takes is not null)
                sums = Selection.Of(takes.view(-1, 1, 1), sums, zeros_like(sums));
            Add(step, members, axis.Axis, sums.unbind(0));
        }
    }

    public void Dispose()
    {
        foreach (var (_, index) in indices.Values)
            index.Dispose();
    }

    private static void Add(DeviceStep step, ParameterState[] members, int axis, Tensor[] sums)
    {
        var (targets, increments) = (new List<Tensor>(), new List<Tensor>());
        foreach (var (member, sum) in members.Zip(sums))
        {
            if (member.TryGet(sumNames[axis], out var present))
            {
                targets.Add(present);
                increments.Add(sum);
                continue;
            }
            var first = sum.clone();
            step.OnCommit(() =>
            {
                member[sumNames[axis]] = first;
                member.SetOwnCount(countNames[axis], 0);
            });
        }
        if (targets.Count > 0)
            step.Add([.. targets], [.. increments]);
    }

    private Tensor Index(DeviceStep step, long[] own)
    {
        var place = step.Members.First().Index;
        if (indices.Remove(place, out var last))
        {
            if (last.Members.AsSpan().SequenceEqual(own))
            {
                indices.Add(place, last);
                return last.Index;
            }
            last.Index.Dispose();
        }
        var index = tensor(own, device: step.Gradients.device).DetachFromDisposeScope();
        indices.Add(place, (own, index));
        return index;
    }

    private static string[] Names(string what) => [.. Enumerable.Range(0, 64).Select(d => $"{what}_{d}")];
}
