using System.Globalization;

namespace OptimNotebookExt.Checkpoints;

/// <summary>What a checkpoint holds, without its numbers.</summary>
public sealed class CheckpointInfo
{
    private readonly CheckpointDocument document;

    internal CheckpointInfo(CheckpointDocument document) => this.document = document;

    /// <summary>The optimizer's class, for example <c>NeutralGradient</c>.</summary>
    public string Optimizer => document.Optimizer;

    /// <summary>Version of the package that wrote it.</summary>
    public string Package => document.Package;

    /// <summary>The parameters and how many steps each had taken, in the order of the groups.</summary>
    public IReadOnlyDictionary<string, long> Steps => document.Groups.SelectMany(g => g.Parameters)
        .ToDictionary(n => n, n => document.Parameters.TryGetValue(n, out var p) ? p.Counts.GetValueOrDefault("step") : 0);

    /// <summary>The learning rate of every group.</summary>
    public IReadOnlyList<double> LearningRates => [.. document.Groups.Select(g => g.Lr)];

    /// <summary>The kind of schedule, for example <c>Eden</c>; null where none was saved.</summary>
    public string? Schedule => document.Schedule?.Schedule;

    /// <summary>Whether a history was saved.</summary>
    public bool HasHistory => document.History is not null;

    /// <summary>The notes that were saved with it.</summary>
    public IReadOnlyDictionary<string, string> Notes => document.Notes;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Optimizer}, {Steps.Count} parameters after {Steps.Values.DefaultIfEmpty(0).Max()} steps, schedule {Schedule ?? "none"}, {(HasHistory ? "with" : "without")} history, written by version {Package}");
}
