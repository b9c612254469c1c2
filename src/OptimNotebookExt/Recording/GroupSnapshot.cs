namespace OptimNotebookExt.Recording;

/// <summary>A parameter group at one moment.</summary>
/// <param name="Options">The hyper-parameters by name; switches are 0 or 1.</param>
/// <param name="Parameters">The parameters in order.</param>
public sealed record GroupSnapshot(IReadOnlyDictionary<string, double> Options, IReadOnlyList<ParameterSnapshot> Parameters);
