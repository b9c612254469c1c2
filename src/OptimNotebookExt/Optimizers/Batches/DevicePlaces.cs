using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>Where the parameters of a group lie: in batches of what is alike, and those of a device in its counts.</summary>
internal sealed class DevicePlaces(DeviceRule rule) : IDisposable
{
    /// <summary>Elements of a batch's parameters together, which bounds the memory that a step takes for a while.</summary>
    private const long LargestBatch = 1 << 24;

    private readonly List<Batch> batches = [];
    private readonly Dictionary<ParameterState, (Batch Batch, int Member)> places = [];
    private readonly Dictionary<Batch, (DeviceCounts Counts, int First)> countsOf = [];
    private List<DeviceCounts> counts = [];

    /// <summary>The counts of each device.</summary>
    internal IReadOnlyList<DeviceCounts> Counts => counts;

    /// <summary>Finds places for those that have none, and follows states that were exchanged since.</summary>
    internal void Arrange(IReadOnlyList<ParameterState> taking)
    {
        var isChanged = Disband();
        ParameterState[] newcomers = [.. taking.Where(t => !places.ContainsKey(t))];
        if (newcomers.Length > 0 || isChanged)
        {
            // What was counted so far belongs to the states, whatever becomes of the batches.
            foreach (var of in counts)
                of.Read();
            Place(newcomers);
            CountAnew();
        }
        foreach (var batch in batches)
        {
            if (!batch.IsCurrent())
                batch.Adopt();
        }
        foreach (var of in counts)
            of.Adopt();
    }

    /// <summary>Whether the reference path takes the step of a parameter that has a place; where the host must know, it waits.</summary>
    internal bool IsOfTheReferencePath(ParameterState state)
    {
        var (of, place) = CountsOf(state);
        if (!rule.MustBeKnown(of.Member(place)))
            return false;
        of.MakeKnown(place);
        return !rule.Does(of.Member(place));
    }

    /// <summary>Where a parameter's steps are counted.</summary>
    internal (DeviceCounts Counts, int Place) CountsOf(ParameterState state)
    {
        var (batch, member) = places[state];
        var (of, first) = countsOf[batch];
        return (of, first + member);
    }

    /// <summary>The steps of those who take part, by device: of every batch its members that lie beside each other.</summary>
    internal IEnumerable<(DeviceCounts Counts, DeviceStep[] Steps)> Steps(IEnumerable<(ParameterState State, Tensor Gradient)> taking)
    {
        var gradients = taking.ToDictionary(t => places[t.State], t => t.Gradient);
        foreach (var of in counts)
        {
            DeviceStep[] steps = [.. batches.Where(b => countsOf[b].Counts == of).SelectMany(b => Steps(b, gradients))];
            if (steps.Length > 0)
                yield return (of, steps);
        }
    }

    public void Dispose()
    {
        foreach (var batch in batches)
            batch.Dispose();
        foreach (var of in counts)
            of.Dispose();
    }

    private IEnumerable<DeviceStep> Steps(Batch batch, Dictionary<(Batch, int), Tensor> gradients)
    {
        for (var begin = 0; begin < batch.Members.Count; begin++)
        {
            var own = new List<Tensor>();
            while (gradients.TryGetValue((batch, begin + own.Count), out var gradient))
                own.Add(gradient);
            if (own.Count == 0)
                continue;
            yield return new DeviceStep(batch, begin, countsOf[batch], [.. own]);
            begin += own.Count - 1;
        }
    }

    /// <summary>Gives up batches of which a member's state was exchanged for one that does not fit.</summary>
    private bool Disband()
    {
        var unfit = batches.Where(b => !b.IsCurrent() && !(b.Fits() && b.Members.All(m => m.IsCreated))).ToArray();
        foreach (var batch in unfit)
        {
            foreach (var member in batch.Members)
                places.Remove(member);
            countsOf.Remove(batch);
            batches.Remove(batch);
            batch.Dispose();
        }
        return unfit.Length > 0;
    }

    private void Place(ParameterState[] newcomers)
    {
        foreach (var alike in newcomers.GroupBy(Kind))
        {
            string[] names = [.. rule.ArenaNames(alike.First())];
            foreach (var members in alike.Chunk((int)Math.Max(1, LargestBatch / alike.First().Parameter.numel())))
            {
                var batch = new Batch(members, names);
                batches.Add(batch);
                for (var i = 0; i < members.Length; i++)
                    places.Add(members[i], (batch, i));
            }
        }
    }

    private void CountAnew()
    {
        foreach (var of in counts)
            of.Dispose();
        counts = [];
        countsOf.Clear();
        foreach (var together in batches.GroupBy(b => b.Members[0].Parameter.device.ToString()))
        {
            var of = new DeviceCounts([.. together.SelectMany(b => b.Members)], together.First().Members[0].Parameter.device);
            counts.Add(of);
            var first = 0;
            foreach (var batch in together)
            {
                countsOf.Add(batch, (of, first));
                first += batch.Members.Count;
            }
        }
    }

    /// <summary>What parameters must have in common to go together: device, dtype and all shapes.</summary>
    private (string Device, ScalarType Dtype, string Shapes) Kind(ParameterState state) => (
        state.Parameter.device.ToString(),
        state.Dtype,
        string.Join(' ', rule.ArenaNames(state).Select(n => n + Shape(state[n])).Prepend(Shape(state.Parameter))));

    private static string Shape(Tensor tensor) => string.Join('×', tensor.shape);
}
