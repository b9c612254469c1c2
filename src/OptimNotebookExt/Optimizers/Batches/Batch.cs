using OptimNotebookExt.Kernels;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>
/// Parameters of one shape and dtype whose state lies in arenas: one tensor [members, …] for each name, of which the
/// states' own tensors are views. So matrix products take all members at once, and nothing is copied in or out.
/// </summary>
internal sealed class Batch : IDisposable
{
    private readonly Dictionary<string, Arena> arenas = [];
    private readonly string[] names;
    private readonly long[][] shapes;
    private readonly int[] generations;

    /// <param name="members">At least one; all of one shape and dtype, their state too.</param>
    /// <param name="names">The state that lies in arenas.</param>
    internal Batch(IReadOnlyList<ParameterState> members, string[] names)
    {
        Members = members;
        Shape = members[0].Parameter.shape;
        Numel = members[0].Parameter.numel();
        Axes = BatchAxis.Of(Shape);
        this.names = names;
        shapes = [.. names.Select(n => members[0][n].shape)];
        generations = [.. Enumerable.Repeat(-1, members.Count)];
    }

    internal IReadOnlyList<ParameterState> Members { get; }

    /// <summary>Of one member.</summary>
    internal long[] Shape { get; }

    /// <summary>Elements of one member.</summary>
    internal long Numel { get; }

    internal BatchAxis[] Axes { get; }

    /// <summary>Whether no member's state was exchanged since <see cref="Adopt()"/>.</summary>
    internal bool IsCurrent()
    {
        for (var i = 0; i < generations.Length; i++)
        {
            if (generations[i] != Members[i].Generation)
                return false;
        }
        return true;
    }

    /// <summary>Whether the state of all members still fits into the arenas.</summary>
    internal bool Fits() => names.Zip(shapes).All(arena => Members.All(m => m.TryGet(arena.First, out var tensor)
        && tensor.dtype == Members[0].Parameter.dtype && tensor.shape.AsSpan().SequenceEqual(arena.Second)));

    /// <summary>Makes the tensors of all members views of their arenas; copies only where they were exchanged.</summary>
    internal void Adopt()
    {
        using var noTape = no_grad();
        foreach (var name in names)
            Adopt(name);
        for (var i = 0; i < generations.Length; i++)
            generations[i] = Members[i].Generation;
    }

    /// <summary>Whether the member's state lies in such an arena.</summary>
    internal bool Has(string name) => arenas.ContainsKey(name);

    /// <summary>The arena of all members.</summary>
    internal Tensor Get(string name) => arenas[name].Whole;

    /// <summary>The members from begin to end of an arena; to be disposed, of all members without effect.</summary>
    internal RawTensor Get(string name, int begin, int end) => Part(RawTensor.Of(arenas[name].Whole), begin, end);

    /// <summary>The members from begin to end of [members, …]; to be disposed, of all members without effect.</summary>
    internal RawTensor Part(RawTensor whole, int begin, int end) =>
        begin == 0 && end == Members.Count ? whole.Borrowed() : whole.Narrow(begin, end - begin);

    public void Dispose()
    {
        foreach (var arena in arenas.Values)
            arena.Whole.Dispose();
    }

    private void Adopt(string name)
    {
        if (arenas.TryGetValue(name, out var arena) && Members.Zip(arena.Parts, (m, part) => ReferenceEquals(m[name], part)).All(same => same))
            return;
        using var scope = NewDisposeScope();
        var whole = stack([.. Members.Select(m => m[name])]).DetachFromDisposeScope();
        var parts = whole.unbind(0);
        foreach (var (member, part) in Members.Zip(parts))
            member[name] = part;
        arena?.Whole.Dispose();
        arenas[name] = new Arena(whole, parts);
    }

    private sealed record Arena(Tensor Whole, Tensor[] Parts);
}
