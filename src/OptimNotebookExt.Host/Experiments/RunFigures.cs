namespace OptimNotebookExt.Host.Experiments;

/// <summary>What of a run is compared.</summary>
/// <param name="Name">The run.</param>
/// <param name="Losses">The average loss over the run.</param>
/// <param name="Others">All other figures, in a fixed order.</param>
/// <param name="PlaceOf">Where in the run a loss was taken, in words.</param>
internal sealed record RunFigures(string Name, IReadOnlyList<double> Losses, IReadOnlyList<double> Others, Func<int, string> PlaceOf);
