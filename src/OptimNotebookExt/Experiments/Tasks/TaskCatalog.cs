using OptimNotebookExt.Experiments.EveCain;

namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>The tasks of the package, one row each.</summary>
public static class TaskCatalog
{
    /// <summary>Every task.</summary>
    public static IReadOnlyList<TrainingTask> All { get; } =
    [
        new EveCainTask(EveCainOrder.Fixed),
        new EveCainTask(EveCainOrder.Reshuffled),
        new QuadraticTask(noise: 0),
        new QuadraticTask(noise: 0.1),
        new TeacherTask(),
        new CharacterTask(),
        new SpokenDigitsTask(),
    ];

    /// <summary>The task of this name.</summary>
    /// <param name="name">For example <c>quadratic</c>.</param>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public static TrainingTask Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return All.FirstOrDefault(t => t.Name == name)
            ?? throw new ArgumentException($"There is no task '{name}'; there are {string.Join(", ", All)}.", nameof(name));
    }
}
