using FsCheck;
using FsCheck.Fluent;
using OptimNotebookExt.Kernels.Cuda;
using OptimNotebookExt.Tests.Projections;

namespace OptimNotebookExt.Tests.Kernels.Cuda;

/// <summary>Which block works on what.</summary>
[Trait(Once.Name, Once.Value)]
public sealed class KernelListsTests
{
    private static readonly KernelLayout Layout = new(8, 32, 4);

    [Fact]
    public void Every_chunk_of_every_tensor_has_its_block()
    {
        var lists = new KernelLists([new([10, 10], 0), new([], 3), new([32], 4), new([33], 7)], Layout, hasAxes: false);

        Assert.Equal([0, 0, 0, 1, 0, 2, 0, 3, 1, 0, 2, 0, 3, 0, 3, 1], lists.Chunks);
        Assert.Equal([100L, 1, 32, 33], lists.Places.Select(p => p.Numel));
        Assert.Equal([0L, 3, 4, 7], lists.Places.Select(p => p.Member));
        Assert.Equal([0L, 4, 5, 6], lists.Places.Select(p => p.Chunk));
        Assert.Equal([4L, 1, 1, 2], lists.Places.Select(p => p.Chunks));
        Assert.Equal((8, 0, 0L), (lists.ChunkCount, lists.PartCount, lists.Sums));
        Assert.Equal([10L, 10, 32, 33], lists.Sizes);
    }

    [Fact]
    public void Blocks_along_an_axis_are_as_many_as_the_axis_that_has_the_most()
    {
        // Axis 0 of [8, 100]: the 100 elements of each index lie one after the other, in 4 segments of 32. Axis 1: 4 of 100
        // neighbours together, each with 8 elements, which one block takes. Of [9, 100] it takes two segments.
        Assert.Equal(new AxisParts(8 * 4, 100), AxisParts.Of([8, 100], Layout));
        Assert.Equal(new AxisParts(25 * 2, 200), AxisParts.Of([9, 100], Layout));
        Assert.Equal(new AxisParts(25, 100), AxisParts.Of([3, 100], Layout));
        // At most two elements an index: one sum of all.
        Assert.Equal(new AxisParts(4, 4), AxisParts.Of([100], Layout));
        Assert.Equal(default, AxisParts.Of([], Layout));
        Assert.Equal(default, AxisParts.Of([1, 1], Layout));

        var lists = new KernelLists([new([8, 100], 0), new([1], 1), new([100], 2)], Layout, hasAxes: true);
        Assert.Equal([0L, 32, 32], lists.Places.Select(p => p.Part));
        Assert.Equal([0L, 100, 100], lists.Places.Select(p => p.Sum));
        Assert.Equal([0L, 2, 3], lists.Places.Select(p => p.Size));
        Assert.Equal([2L, 1, 1], lists.Places.Select(p => p.Rank));
        Assert.Equal((36, 104L), (lists.PartCount, lists.Sums));
        Assert.Equal([2, 3], lists.Parts.TakeLast(2));
    }

    // What the kernel walks over: a part's indices times its elements of each.
    [Fact]
    public void Parts_of_every_axis_take_each_element_once() => Prop.ForAll(Shapes.Arbitrary(1, 4), shaped =>
    {
        var shape = shaped.Shape.Select(s => s * s).ToArray();
        var numel = shape.Aggregate(1L, (n, s) => n * s);
        var most = AxisParts.Of(shape, Layout);
        for (var axis = 0; numel > 1 && axis < shape.Length; axis++)
        {
            var size = numel <= 2 * shape[axis] ? 1 : shape[axis];
            var inner = size == 1 ? numel : shape.Skip(axis + 1).Aggregate(1L, (n, s) => n * s);
            var (tile, perIndex) = (inner < Layout.Tile ? Layout.Tile : 1, numel / size);
            var length = Layout.Chunk / tile;
            var segments = (perIndex + length - 1) / length;
            var parts = (size + tile - 1) / tile * segments;
            Assert.InRange(parts, 1, most.Parts);
            Assert.InRange(segments * size, 1, most.Sums);
            var elements = Enumerable.Range(0, (int)parts).Sum(part => Math.Min(tile, size - (part / segments * tile)) * Math.Min(length, perIndex - (part % segments * length)));
            Assert.Equal(numel, elements);
        }
    }).QuickCheckThrowOnFailure();
}
