namespace OptimNotebookExt.Experiments;

/// <summary>What <see cref="EdenExperiment"/> gave.</summary>
/// <param name="Points">The learning rate after every batch.</param>
/// <param name="LastLr">The schedule's last learning rate.</param>
/// <param name="State">The schedule's state as JSON.</param>
/// <param name="ReloadedLr">The learning rate of another optimizer right after its schedule took over that JSON.</param>
public sealed record EdenDemonstration(IReadOnlyList<EdenPoint> Points, double LastLr, string State, double ReloadedLr);
