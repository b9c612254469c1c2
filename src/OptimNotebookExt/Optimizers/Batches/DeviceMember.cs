namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>What the host knows of a parameter whose steps its device counts, without asking.</summary>
/// <param name="State">Its state, of which only tensors and counts that no device counts are to be read.</param>
/// <param name="LeastSteps">Its step count if it skipped every step that is not read yet.</param>
/// <param name="MostSteps">If it skipped none.</param>
/// <param name="LeastWithin">The same of <c>step_within_period</c>, where it has one.</param>
/// <param name="MostWithin">The same.</param>
internal readonly record struct DeviceMember(ParameterState State, long LeastSteps, long MostSteps, long LeastWithin, long MostWithin);
