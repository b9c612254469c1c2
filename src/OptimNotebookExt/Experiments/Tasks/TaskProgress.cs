namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>Where a run stands.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Optimizer">What trains it.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Step">Steps taken.</param>
/// <param name="Steps">Steps of the run.</param>
/// <param name="Average">The running average of the loss.</param>
public sealed record TaskProgress(string Task, OptimizerChoice Optimizer, long Seed, long Step, int Steps, double Average);
