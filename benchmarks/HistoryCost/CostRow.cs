namespace HistoryCost;

/// <summary>One line of the table; ms per step, medians over the rounds.</summary>
/// <param name="Optimizer">The optimizer.</param>
/// <param name="History">off, economy or business.</param>
/// <param name="MsStepWall">Wall time of a step, the history's part included.</param>
/// <param name="MsStepCpu">Processor time of a step, all threads.</param>
/// <param name="MsHistoryWall">Wall time of the history's own work, spread over the steps.</param>
/// <param name="MsHistoryCpu">Processor time of the history's own work, spread over the steps.</param>
/// <param name="ShareWall">The history's wall time by that of a step with the history off.</param>
/// <param name="ShareCpu">The history's processor time by that of a step with the history off.</param>
internal sealed record CostRow(string Optimizer, string History, double MsStepWall, double MsStepCpu, double MsHistoryWall, double MsHistoryCpu, double ShareWall, double ShareCpu);
