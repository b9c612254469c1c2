namespace Soak;

/// <summary>The file of results.</summary>
/// <param name="Steps">Steps of every optimizer after the warm-up.</param>
/// <param name="WarmUp">Steps of the warm-up.</param>
/// <param name="Threads">Threads of libtorch.</param>
/// <param name="Rows">A row for each optimizer and path.</param>
/// <param name="Kernel">The kernel's, if it was measured.</param>
public sealed record SoakResults(long Steps, long WarmUp, int Threads, IReadOnlyList<SoakRow> Rows, KernelRow? Kernel);
