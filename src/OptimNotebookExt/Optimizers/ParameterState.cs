using OptimNotebookExt.Tracing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <summary>
/// The state an optimizer keeps for one parameter, under the draft's names: tensors such as <c>exp_avg</c> or
/// <c>lr_0</c>, and whole numbers such as <c>step</c>. Empty until the parameter first has a gradient. The tensors are
/// owned here: they outlive the caller's dispose scopes and are freed with the optimizer.
/// </summary>
internal sealed class ParameterState(int index, string name, Parameter parameter) : OptimizerState(parameter), IDisposable
{
    private readonly SortedDictionary<string, Tensor> tensors = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> counts = new(StringComparer.Ordinal);

    /// <summary>Position of the parameter in the optimizer, over all groups.</summary>
    internal int Index { get; } = index;

    /// <summary>The parameter's name: its path in the module, or <c>param_N</c>.</summary>
    internal string Name { get; } = name;

    internal Parameter Parameter => _parameter;

    /// <summary>The parameter's shape when it was added; its state has tensors of this shape.</summary>
    internal long[] Shape { get; } = parameter.shape;

    /// <summary>The parameter's dtype when it was added.</summary>
    internal ScalarType Dtype { get; } = parameter.dtype;

    /// <summary>Where the reference path reports its intermediates; off but for the copies a trace steps.</summary>
    internal Tracer Tracer { get; init; } = Tracer.Off;

    /// <summary>What went wrong with the parameter so far.</summary>
    internal FailureCounts Failures
    {
        get
        {
            Unread?.Read();
            return field;
        }
        set
        {
            Unread?.Read();
            field = value;
        }
    }
    = FailureCounts.None;

    /// <summary>What a device counts of this parameter and is not written here yet; whoever asks for a count has it read first.</summary>
    internal IUnreadCounts? Unread { get; set; }

    /// <summary>Grows whenever a tensor is put in or taken out, so that what was learned of the tensors is known to be stale.</summary>
    internal int Generation { get; private set; }

    /// <summary>Whether the parameter has taken its first step.</summary>
    internal bool IsCreated => counts.Count > 0;

    internal IEnumerable<string> TensorNames => tensors.Keys;

    internal IEnumerable<string> CountNames => Counts.Keys;

    /// <summary>The state's own step count.</summary>
    internal long Step { get => Count("step"); set => SetCount("step", value); }

    /// <summary>A tensor of the state; setting takes ownership of the new one and frees the old.</summary>
    internal Tensor this[string key]
    {
        get => tensors[key];
        set
        {
            var owned = value.DetachFromDisposeScope();
            if (tensors.TryGetValue(key, out var old) && !ReferenceEquals(old, owned))
                old.Dispose();
            tensors[key] = owned;
            Generation++;
        }
    }

    internal bool Has(string key) => tensors.ContainsKey(key);

    internal bool TryGet(string key, out Tensor tensor) => tensors.TryGetValue(key, out tensor!);

    internal long Count(string key) => Counts[key];

    internal bool TryCount(string key, out long value) => Counts.TryGetValue(key, out value);

    internal void SetCount(string key, long value) => Counts[key] = value;

    /// <summary>A count that no device counts, for which none has to be asked.</summary>
    internal bool TryOwnCount(string key, out long value) => counts.TryGetValue(key, out value);

    /// <summary>Sets a count that no device counts.</summary>
    internal void SetOwnCount(string key, long value) => counts[key] = value;

    /// <summary>Puts other whole numbers in the place of all.</summary>
    internal void ReplaceCounts(IReadOnlyDictionary<string, long> values)
    {
        Counts.Clear();
        foreach (var (key, value) in values)
            counts[key] = value;
    }

    /// <summary>Puts a whole other state in the place of this one, and takes its tensors over. Needs no memory of tensors.</summary>
    internal void Replace(IReadOnlyDictionary<string, Tensor> otherTensors, IReadOnlyDictionary<string, long> otherCounts)
    {
        Clear();
        foreach (var (key, tensor) in otherTensors)
            tensors[key] = tensor;
        ReplaceCounts(otherCounts);
    }

    /// <summary>Frees a tensor that is no longer needed.</summary>
    internal void Release(string key)
    {
        if (tensors.Remove(key, out var tensor))
            tensor.Dispose();
        Generation++;
    }

    /// <inheritdoc/>
    public override void Initialize(OptimizerOptions options) => Clear();

    /// <inheritdoc/>
    public override void to(Device device)
    {
        foreach (var (key, tensor) in tensors.ToArray())
            this[key] = tensor.to(device);
    }

    /// <inheritdoc/>
    public override void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(Counts.Count);
        foreach (var (key, value) in counts)
        {
            writer.Write(key);
            writer.Write(value);
        }
        writer.Write(tensors.Count);
        foreach (var (key, tensor) in tensors)
        {
            writer.Write(key);
            tensor.Save(writer);
        }
    }

    /// <inheritdoc/>
    public override void LoadStateDict(BinaryReader reader)
    {
        // Read everything before anything of the present state is touched.
        using var read = new ParameterState(Index, Name, Parameter);
        for (var n = reader.ReadInt32(); n > 0; n--)
            read.SetCount(reader.ReadString(), reader.ReadInt64());
        for (var n = reader.ReadInt32(); n > 0; n--)
        {
            var key = reader.ReadString();
            Tensor? tensor = null;
            TensorExtensionMethods.Load(ref tensor, reader);
            read[key] = tensor!;
        }
        CopyFrom(read);
    }

    /// <inheritdoc/>
    public override void LoadStateDict(OptimizerState source) => CopyFrom((ParameterState)source);

    /// <inheritdoc/>
    public override bool ApproximatelyEquals(OptimizerState other) =>
        other is ParameterState o
        && Counts.SequenceEqual(o.Counts)
        && tensors.Keys.SequenceEqual(o.tensors.Keys)
        && tensors.All(kv => kv.Value.allclose(o.tensors[kv.Key]));

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nobody asks any more.
        Unread = null;
        Clear();
    }

    /// <summary>The counts, read from the device where they are there.</summary>
    private SortedDictionary<string, long> Counts
    {
        get
        {
            Unread?.Read();
            return counts;
        }
    }

    private void CopyFrom(ParameterState source)
    {
        var copies = source.tensors.ToDictionary(
            kv => kv.Key, kv => kv.Value.to(Parameter.device, copy: true).DetachFromDisposeScope());
        Clear();
        foreach (var (key, copy) in copies)
            this[key] = copy;
        foreach (var (key, value) in source.Counts)
            SetCount(key, value);
    }

    private void Clear()
    {
        Counts.Clear();
        foreach (var tensor in tensors.Values)
            tensor.Dispose();
        tensors.Clear();
        Generation++;
    }
}
