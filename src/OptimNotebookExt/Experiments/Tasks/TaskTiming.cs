namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>How long a run took; apart from <see cref="TaskRun"/>, whose figures do not depend on the machine's speed.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Optimizer">The optimizer's name.</param>
/// <param name="Settings">The settings that differ from its defaults.</param>
/// <param name="Seed">The seed.</param>
/// <param name="WallSeconds">Wall time of the steps, with their batches; without setting up and evaluating.</param>
/// <param name="SecondsToTarget">Wall time until the target was reached; null where it was not.</param>
public sealed record TaskTiming(string Task, string Optimizer, IReadOnlyDictionary<string, double> Settings, long Seed, double WallSeconds, double? SecondsToTarget);
