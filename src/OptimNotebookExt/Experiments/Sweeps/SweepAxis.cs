namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>A setting and the values that are tried of it.</summary>
/// <param name="Name">The name of the setting, as constructors spell it.</param>
/// <param name="Values">The values, each once.</param>
public sealed record SweepAxis(string Name, IReadOnlyList<double> Values);
