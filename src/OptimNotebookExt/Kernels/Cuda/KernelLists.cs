namespace OptimNotebookExt.Kernels.Cuda;

/// <summary>The tables of one launch over many tensors, as plain numbers: which tensor a block works on, and on what of it.</summary>
internal sealed class KernelLists
{
    private readonly List<int> chunks = [];
    private readonly List<int> parts = [];
    private readonly List<long> sizes = [];

    /// <param name="tensors">In the order of the tables.</param>
    /// <param name="layout">Of the kernels.</param>
    /// <param name="hasAxes">Whether the kernels sum along axes.</param>
    internal KernelLists(IReadOnlyList<KernelTensor> tensors, KernelLayout layout, bool hasAxes)
    {
        Places = new KernelPlace[tensors.Count];
        for (var i = 0; i < tensors.Count; i++)
        {
            var (tensor, axes) = (tensors[i], hasAxes ? AxisParts.Of(tensors[i].Shape, layout) : default);
            var own = AxisParts.Blocks(tensor.Numel, layout.Chunk);
            Places[i] = new()
            {
                Numel = tensor.Numel,
                Member = tensor.Member,
                Chunk = ChunkCount,
                Chunks = own,
                Part = PartCount,
                Sum = Sums,
                Size = sizes.Count,
                Rank = tensor.Shape.Length,
            };
            Add(chunks, i, own);
            Add(parts, i, axes.Parts);
            sizes.AddRange(tensor.Shape);
            Sums += axes.Sums;
        }
    }

    internal KernelPlace[] Places { get; }

    /// <summary>By chunk its tensor and which of the tensor's it is: <c>Block</c> of Common.cu.</summary>
    internal IReadOnlyList<int> Chunks => chunks;

    internal int ChunkCount => chunks.Count / 2;

    /// <summary>The same of the blocks that sum along an axis.</summary>
    internal IReadOnlyList<int> Parts => parts;

    internal int PartCount => parts.Count / 2;

    /// <summary>The sizes of all tensors, one after the other.</summary>
    internal IReadOnlyList<long> Sizes => sizes;

    /// <summary>How many sums along axes there may be.</summary>
    internal long Sums { get; private set; }

    private static void Add(List<int> blocks, int tensor, long count)
    {
        for (var index = 0; index < count; index++)
            blocks.AddRange([tensor, index]);
    }
}
