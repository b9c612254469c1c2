namespace Soak;

/// <summary>What many cells left behind in the process of a Jupyter kernel.</summary>
/// <param name="Cells">Cells after the warm-up.</param>
/// <param name="WarmUp">Cells of the warm-up.</param>
/// <param name="RssMb">Resident memory in MB after a collection: after the warm-up, and after every tenth of the cells.</param>
/// <param name="Seconds">Wall time of the cells.</param>
public sealed record KernelRow(long Cells, long WarmUp, double[] RssMb, double Seconds)
{
    /// <summary>Growth of resident memory in MB.</summary>
    public double GrowthMb => RssMb[^1] - RssMb[0];

    /// <summary>Memory grew by no more than 2 % or 16 MB.</summary>
    public bool Passes => GrowthMb <= 16 || GrowthMb <= 0.02 * RssMb[0];
}
