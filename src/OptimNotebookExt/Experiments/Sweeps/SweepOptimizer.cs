using OptimNotebookExt.Experiments.Tasks;

namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>An optimizer of a sweep, with what is tried of it.</summary>
/// <param name="Name">The name in tables, for example <c>base only</c>.</param>
/// <param name="Optimizer">The optimizer, a name of <see cref="OptimizerChoice.Names"/>.</param>
/// <param name="Settings">What all its runs have in common besides the optimizer's defaults.</param>
/// <param name="Grid">What is varied; every combination is a point.</param>
public sealed record SweepOptimizer(string Name, string Optimizer, IReadOnlyDictionary<string, double> Settings, IReadOnlyList<SweepAxis> Grid)
{
    /// <summary>The points of the grid; the last axis varies fastest.</summary>
    public IReadOnlyList<OptimizerChoice> Points
    {
        get
        {
            IEnumerable<Dictionary<string, double>> points = [new Dictionary<string, double>(Settings)];
            foreach (var axis in Grid)
                points = points.SelectMany(_ => axis.Values, (point, value) => new Dictionary<string, double>(point) { [axis.Name] = value });
            return [.. points.Select(point => new OptimizerChoice(Optimizer, point))];
        }
    }
}
