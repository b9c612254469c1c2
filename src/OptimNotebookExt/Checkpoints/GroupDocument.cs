using OptimNotebookExt.Optimizers;

namespace OptimNotebookExt.Checkpoints;

/// <summary>A parameter group as a checkpoint tells it.</summary>
/// <param name="Parameters">Names of its parameters in order.</param>
/// <param name="Lr">Its learning rate now.</param>
/// <param name="InitialLr">Its learning rate when it was added, from which schedules start.</param>
/// <param name="Options">The other hyper-parameters.</param>
/// <param name="Counts">What the group counts for itself.</param>
internal sealed record GroupDocument(
    IReadOnlyList<string> Parameters,
    double Lr,
    double InitialLr,
    IReadOnlyDictionary<string, double> Options,
    IReadOnlyDictionary<string, long> Counts)
{
    internal static GroupDocument Of(ResearchOptions options, IEnumerable<ParameterState> states) => new(
        [.. states.Select(s => s.Name)],
        options.LearningRate!.Value,
        options.InitialLearningRate,
        options.Specs.Skip(1).ToDictionary(s => s.Name, s => options[s.Name]),
        options.Counts);
}
