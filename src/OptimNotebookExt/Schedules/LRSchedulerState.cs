using System.Text.Json.Serialization;

namespace OptimNotebookExt.Schedules;

/// <summary>
/// Everything a schedule needs to go on exactly where it was: plain values that System.Text.Json writes and reads,
/// under the draft's names.
/// </summary>
/// <param name="Schedule">The kind of schedule, for example <c>Eden</c>; a state fits only its own kind.</param>
/// <param name="BaseLrs">Base learning rate of every parameter group.</param>
/// <param name="Batch">Batches counted from the start of training.</param>
/// <param name="Epoch">Epochs counted.</param>
/// <param name="Settings">The schedule's own settings, for example <c>lr_batches</c> and <c>lr_epochs</c>.</param>
public sealed record LRSchedulerState(
    [property: JsonPropertyName("schedule")] string Schedule,
    [property: JsonPropertyName("base_lrs")] IReadOnlyList<double> BaseLrs,
    [property: JsonPropertyName("batch")] long Batch,
    [property: JsonPropertyName("epoch")] long Epoch,
    [property: JsonPropertyName("settings")] IReadOnlyDictionary<string, double> Settings);
