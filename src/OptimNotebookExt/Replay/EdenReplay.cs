using System.Text.Json;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Schedules;
using TorchSharp;
using TorchSharp.Modules;

namespace OptimNotebookExt.Replay;

/// <summary>Replays <c>Eden.json</c>: the rate at given counts, and a sequence of calls.</summary>
internal static class EdenReplay
{
    private const double Tolerance = 1e-12;

    internal static IEnumerable<ReplayResult> Run(JsonElement golden)
    {
        var comparison = new Comparison();
        foreach (var (schedule, i) in golden.EnumerateArray().Select((s, i) => (s, i)))
        {
            using var parameter = new Parameter(torch.zeros(1));
            using var optimizer = new Eve([parameter], lr: schedule.Field("base_lr").GetDouble());
            Compare(schedule, $"[{i}]", comparison, optimizer);
        }
        yield return comparison.Result("float64");
    }

    private static void Compare(JsonElement golden, string where, Comparison comparison, Eve optimizer)
    {
        var (lr_batches, lr_epochs) = (golden.Field("lr_batches").GetDouble(), golden.Field("lr_epochs").GetDouble());
        foreach (var row in golden.Field("table_batch_epoch_lr").EnumerateArray())
        {
            var eden = new Eden(optimizer, lr_batches, lr_epochs);
            eden.StepBatch(row.At(0).GetInt64());
            eden.StepEpoch(row.At(1).GetInt64());
            comparison.Add($"{where} batch {row.At(0)} epoch {row.At(1)}", row.At(2).Doubles(), [eden.GetLastLr()[0]], Tolerance);
        }

        var counted = new Eden(optimizer, lr_batches, lr_epochs);
        foreach (var (call, k) in golden.Field("sequence").EnumerateArray().Select((c, k) => (c, k)))
        {
            if (call.At(0).GetString() == "epoch")
                counted.StepEpoch();
            else
                counted.StepBatch();
            comparison.Add($"{where} call {k}", call.At(1).Doubles(), [optimizer.ParamGroups.Single().LearningRate], Tolerance);
        }
    }
}
