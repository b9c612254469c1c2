namespace OptimNotebookExt.Kernels;

/// <summary>One sum over a tensor, taken chunk by chunk and added up in the order of the chunks.</summary>
internal sealed class ChunkSum(int chunks)
{
    private readonly double[] parts = new double[chunks];

    internal double this[int chunk]
    {
        set => parts[chunk] = value;
    }

    internal double Total
    {
        get
        {
            var sum = 0.0;
            foreach (var part in parts)
                sum += part;
            return sum;
        }
    }
}
