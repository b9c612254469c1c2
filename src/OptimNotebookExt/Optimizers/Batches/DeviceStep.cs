using OptimNotebookExt.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>Parameters of one shape that take a step together: what an optimizer reads of them, [members, …], and what it writes.</summary>
/// <param name="batch">Where they and their state lie.</param>
/// <param name="begin">The first of its members that takes part.</param>
/// <param name="counts">The device's counts, and where those of the batch begin.</param>
/// <param name="gradients">Of those who take part, which lie beside each other.</param>
internal sealed class DeviceStep(Batch batch, int begin, (DeviceCounts Counts, int First) counts, Tensor[] gradients)
{
    private readonly Parameter[] parameters = [.. batch.Members.Skip(begin).Take(gradients.Length).Select(m => m.Parameter)];
    private readonly List<(Tensor Target, Tensor Value)> writes = [];
    private readonly int first = counts.First + begin;
    private Tensor[] values = [];

    internal Batch Batch => batch;

    internal int Count => parameters.Length;

    /// <summary>Their places in the device's counts.</summary>
    internal (int Begin, int End) Places => (first, first + Count);

    internal IEnumerable<ParameterState> Members => batch.Members.Skip(begin).Take(Count);

    /// <summary>What kind of step this is for all of them.</summary>
    internal int Kind { get; init; }

    /// <summary>[members, …]; not to be written into.</summary>
    internal Tensor Gradients { get; } = Stacked(gradients);

    /// <summary>[members, …]; not to be written into.</summary>
    internal Tensor Parameters => field ??= Stacked(parameters);

    /// <summary>Whose gradient is finite, [members]; null where that is not checked.</summary>
    internal Tensor? IsFinite { get; set; }

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

    /// <summary>What a tensor of the state is to be after the step.</summary>
    internal void Write(string name, Tensor value) => writes.Add((State(name), value));

    /// <summary>Counts matrices that lost their definiteness, and those of them that were not even finite; each [members].</summary>
    internal void Tally(Tensor lost, Tensor kept)
    {
        var target = counts.Counts.Tallies.narrow(0, first, Count);
        writes.Add((target, target.Plus(stack([lost.to(ScalarType.Float64), kept.to(ScalarType.Float64)], 1))));
    }

    /// <summary>What the parameters are to be after the step, [members, …].</summary>
    internal void Write(Tensor newParameters) => values = Taken(newParameters, Parameters).unbind(0);

    /// <summary>The last of the step that may fail: those whose gradient is not finite keep what they have.</summary>
    internal void Prepare()
    {
        for (var i = 0; i < writes.Count; i++)
            writes[i] = (writes[i].Target, Taken(writes[i].Value, writes[i].Target));
        TensorLists.Prepare();
    }

    /// <summary>Writes; needs no memory of tensors.</summary>
    internal void Commit()
    {
        foreach (var (target, value) in writes)
            target.copy_(value);
        if (parameters is [var only])
            only.copy_(values[0]);
        else
            TensorLists.Copy(parameters, values);
    }

    /// <summary>Each member as a row, also where it is a number without an axis.</summary>
    private static Tensor Rows(Tensor x) => x.reshape(x.shape[0], -1);

    private Tensor Taken(Tensor made, Tensor old) =>
        IsFinite is null ? made : Selection.Of(IsFinite.view([-1, .. Enumerable.Repeat(1L, (int)made.ndim - 1)]), made, old);

    /// <summary>Of a single one a view.</summary>
    private static Tensor Stacked(Tensor[] tensors) => tensors is [var only] ? only.detach().unsqueeze(0) : stack(tensors);
}
