namespace Soak;

/// <summary>What a long run of one optimizer on one path left behind.</summary>
/// <param name="Optimizer">The optimizer.</param>
/// <param name="Path">Its path.</param>
/// <param name="Steps">Steps after the warm-up.</param>
/// <param name="TensorsBefore">Live tensors after the warm-up, without the optimizer's state.</param>
/// <param name="TensorsAfter">The same at the end.</param>
/// <param name="RssMb">Resident memory in MB after a collection: after the warm-up, and after every tenth of the steps.</param>
/// <param name="HeapGrowthMb">Growth of the managed heap in MB.</param>
/// <param name="Seconds">Wall time of the steps.</param>
public sealed record SoakRow(string Optimizer, string Path, long Steps, long TensorsBefore, long TensorsAfter, double[] RssMb, double HeapGrowthMb, double Seconds)
{
    /// <summary>Growth of resident memory in MB.</summary>
    public double GrowthMb => RssMb[^1] - RssMb[0];

    /// <summary>The tensor count is flat, and memory grew by no more than 2 % or 16 MB.</summary>
    public bool Passes => TensorsBefore == TensorsAfter && (GrowthMb <= 16 || GrowthMb <= 0.02 * RssMb[0]);

    /// <summary>Whether another row is of the same optimizer and path.</summary>
    internal bool IsOf(SoakRow other) => Optimizer == other.Optimizer && Path == other.Path;
}
