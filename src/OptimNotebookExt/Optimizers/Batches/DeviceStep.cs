using OptimNotebookExt.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>Parameters of one shape that take a step together: what an optimizer reads of them, [members, …], and what it writes.</summary>
/// <param name="batch">Where they and their state lie.</param>
/// <param name="begin">The first of its members that takes part.</param>
/// <param name="counts">The device's counts, and where those of the batch begin.</param>
/// <param name="gradients">Of those who take part, who lie beside each other.</param>
internal sealed class DeviceStep(Batch batch, int begin, (DeviceCounts Counts, int First) counts, Tensor[] gradients)
{
    private readonly Parameter[] parameters = [.. batch.Members.Skip(begin).Take(gradients.Length).Select(m => m.Parameter)];
    private readonly List<(Tensor Target, Tensor Value, Tensor? Mask)> writes = [];
    private readonly List<(Tensor[] Targets, Tensor[] Values)> additions = [];
    private readonly List<Action> onHost = [];
    private readonly int first = counts.First + begin;
    private Tensor[] values = [];
    private Tensor? stacked;

    internal Batch Batch => batch;

    internal int Count => parameters.Length;

    /// <summary>Where they lie in the batch.</summary>
    internal (int Begin, int End) Range => (begin, begin + Count);

    /// <summary>Their places in the device's counts.</summary>
    internal (int Begin, int End) Places => (first, first + Count);

    internal IEnumerable<ParameterState> Members => batch.Members.Skip(begin).Take(Count);

    /// <summary>What each is to do; of one kind.</summary>
    internal IReadOnlyList<DevicePlan> Plans { get; private init; } = [];

    /// <summary>What kind of step this is for all of them.</summary>
    internal int Kind => Plans[0].Kind;

    /// <summary>[members, …]; not to be written into. Stacked where someone asks, in the scope of that moment.</summary>
    internal Tensor Gradients => stacked ??= Stacked(gradients);

    /// <summary>A member's gradient, its numbers row by row.</summary>
    internal Tensor Dense(int member) => gradients[member].contiguous();

    /// <summary>[members, …]; not to be written into.</summary>
    internal Tensor Parameters => field ??= Stacked(parameters);

    /// <summary>Whose gradient is finite, [members]; null where that is not checked.</summary>
    internal Tensor? IsFinite { get; set; }

    /// <summary>Who takes a step, and does not wait with the gradient, [members]; null where all do.</summary>
    internal Tensor? IsDue { get; set; }

    /// <summary>How many gradients the step takes, [members], float64; null where each takes its own alone.</summary>
    internal Tensor? Summed { get; set; }

    /// <summary>Takes back what was written before the step was sure, should it fail.</summary>
    internal Action? Undo { get; set; }

    /// <summary>The parts of this step whose members do the same; nothing of members without a plan.</summary>
    internal IEnumerable<DeviceStep> Parts(IReadOnlyDictionary<ParameterState, DevicePlan> plans)
    {
        for (var i = 0; i < Count; i++)
        {
            var own = new List<DevicePlan>();
            while (i + own.Count < Count && plans.TryGetValue(batch.Members[begin + i + own.Count], out var plan) && (own.Count == 0 || plan.Kind == own[0].Kind))
                own.Add(plan);
            if (own.Count == 0)
                continue;
            yield return Part(i, own);
            i += own.Count - 1;
        }
    }

    /// <summary>Each member's step by itself.</summary>
    internal IEnumerable<DeviceStep> Alone() => Plans.Select((plan, i) => Part(i, [plan]));

    /// <summary>A tensor of the state, [members, …]; not to be written into.</summary>
    internal Tensor State(string name) => batch.Get(name).narrow(0, begin, Count);

    /// <summary>These members' part of [members of all batches].</summary>
    internal Tensor Part(Tensor all) => all.narrow(0, first, Count);

    /// <summary>A number for each of these members, [members], in the parameters' dtype and beside their elements: [members, 1, …].</summary>
    internal Tensor Column(Tensor numbers) =>
        (numbers.dtype is ScalarType.Bool or ScalarType.Float32 ? numbers : numbers.to(batch.Members[0].Dtype)).view([-1, .. Enumerable.Repeat(1L, batch.Shape.Length)]);

    /// <summary>The same of numbers for the members of all batches.</summary>
    internal Tensor ColumnOf(Tensor all) => Column(Part(all));

    /// <summary>Σ over a member's elements, [members].</summary>
    internal static Tensor Sum(Tensor x) => Rows(x).sum(1);

    /// <summary>‖x‖ of each member, [members].</summary>
    internal static Tensor Norm(Tensor x) => Rows(x).norm(1);

    /// <summary>The largest of a member's elements by magnitude, [members]; NaN where one is NaN.</summary>
    internal static Tensor Largest(Tensor x) => Rows(x).norm(1, p: float.PositiveInfinity);

    /// <summary>By member whether all its elements are finite, [members].</summary>
    internal static Tensor AreFinite(Tensor x) => Largest(x) < Scalars.Of(double.PositiveInfinity);

    /// <summary>What the device counts of these members, [members].</summary>
    internal Tensor Counted(DeviceCount row) => Part(counts.Counts.Row(row));

    /// <summary>What a tensor of the state is to be after the step.</summary>
    internal void Write(string name, Tensor value) => writes.Add((State(name), value, Takes));

    /// <summary>The same also of members that wait.</summary>
    internal void WriteAlways(string name, Tensor value) => writes.Add((State(name), value, IsFinite));

    /// <summary>What the device is to have counted after the step.</summary>
    internal void Write(DeviceCount row, Tensor value) => writes.Add((Counted(row), value, Takes));

    /// <summary>Counts matrices that lost their definiteness, and those of them that were not even finite; each [members].</summary>
    internal void Tally(Tensor lost, Tensor kept)
    {
        Write(DeviceCount.Lost, Counted(DeviceCount.Lost).Plus(lost));
        Write(DeviceCount.Kept, Counted(DeviceCount.Kept).Plus(kept));
    }

    /// <summary>Counts whether the step that matrices made of a momentum has collapsed to one direction; see <see cref="FailureCounts.WithUpdate"/>.</summary>
    /// <param name="steps">What the matrices made, [members, …].</param>
    /// <param name="momenta">Of what, [members, …].</param>
    /// <param name="isUpdate">Of whom it counts, [members].</param>
    internal void TallyDirections(Tensor steps, Tensor momenta, Tensor isUpdate)
    {
        var isOne = StepDirections.AreOneOnDevice(steps, momenta);
        var before = Counted(DeviceCount.CollapsedInARow);
        var inARow = before.Plus(1).mul_(isOne);
        var isCollapsed = (inARow >= Scalars.Of((double)FailureCounts.CollapseLimit)).bitwise_and(isUpdate);
        Write(DeviceCount.CollapsedInARow, Selection.Of(isUpdate, inARow, before));
        Write(DeviceCount.Collapsed, Counted(DeviceCount.Collapsed).Plus(isCollapsed));
    }

    /// <summary>Tensors of their own that grow by the values, each of one member's state.</summary>
    internal void Add(Tensor[] targets, Tensor[] increments) => additions.Add((targets, increments));

    /// <summary>What the host has to do when the step is taken; what may fail is to be done before.</summary>
    internal void OnCommit(Action action) => onHost.Add(action);

    /// <summary>What the parameters are to be after the step, [members, …].</summary>
    internal void Write(Tensor newParameters) => values = Taken(newParameters, Parameters, Takes).unbind(0);

    /// <summary>The last of the step that may fail: those whose gradient is not finite keep what they have.</summary>
    internal void Prepare()
    {
        for (var i = 0; i < writes.Count; i++)
            writes[i] = (writes[i].Target, Taken(writes[i].Value, writes[i].Target, writes[i].Mask), null);
        TensorLists.Prepare();
    }

    /// <summary>Writes; needs no memory of tensors.</summary>
    internal void Commit()
    {
        foreach (var (target, value, _) in writes)
            target.copy_(value);
        foreach (var (targets, increments) in additions)
            TensorLists.Add(targets, increments);
        if (parameters is [var only])
            only.copy_(values[0]);
        else
            TensorLists.Copy(parameters, values);
        foreach (var action in onHost)
            action();
    }

    /// <summary>Who takes the step, [members]; null where all do.</summary>
    internal Tensor? Takes => field ??= IsFinite is null ? IsDue : IsDue is null ? IsFinite : IsFinite.bitwise_and(IsDue);

    private DeviceStep Part(int start, List<DevicePlan> plans) =>
        new(batch, begin + start, counts, gradients[start..(start + plans.Count)])
        {
            stacked = Narrowed(stacked, start, plans.Count),
            Plans = plans,
            IsFinite = Narrowed(IsFinite, start, plans.Count),
            IsDue = Narrowed(IsDue, start, plans.Count),
            Summed = Narrowed(Summed, start, plans.Count),
        };

    private Tensor? Narrowed(Tensor? numbers, int start, int length) => length == Count ? numbers : numbers?.narrow(0, start, length);

    /// <summary>Each member as a row, also where it is a number without an axis.</summary>
    private static Tensor Rows(Tensor x) => x.reshape(x.shape[0], -1);

    private static Tensor Taken(Tensor made, Tensor old, Tensor? mask) =>
        mask is null ? made : Selection.Of(mask.view([-1, .. Enumerable.Repeat(1L, (int)made.ndim - 1)]), made, old);

    /// <summary>Of a single one a view.</summary>
    private static Tensor Stacked(Tensor[] tensors) => tensors is [var only] ? only.detach().unsqueeze(0) : stack(tensors);
}
