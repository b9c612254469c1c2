using OptimNotebookExt.Checkpoints.SafeTensors;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Checkpoints;

/// <summary>Puts a checkpoint together and writes it.</summary>
internal static class CheckpointWriter
{
    internal static void Write(Stream stream, ResearchOptimizer optimizer, LRScheduler? schedule, History? history, IReadOnlyDictionary<string, string>? notes, bool torchRandomState = false)
    {
        using var noTape = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var state in optimizer.States)
        {
            if (state.Name == CheckpointNames.History)
                throw new InvalidOperationException($"a parameter is called '{state.Name}', which names the history in a checkpoint: give it another name.");
            if (state.Parameter.IsInvalid)
                throw new InvalidOperationException($"parameter '{state.Name}' was disposed after the optimizer was made, and cannot be saved: make the optimizer after the module is where it shall stay.");
            tensors.Add(CheckpointNames.Of(state.Name, CheckpointNames.Parameter), state.Parameter);
            foreach (var name in state.TensorNames)
                tensors.Add(CheckpointNames.Of(state.Name, name), state[name]);
        }
        var document = new CheckpointDocument(
            CheckpointDocument.PackageVersion,
            optimizer.Kind,
            [.. optimizer.Groups.Select(g => GroupDocument.Of(g.Options, g.States))],
            optimizer.States.ToDictionary(s => s.Name, ParameterDocument.Of),
            optimizer.ResumableDraws is { } draws ? new DrawsDocument(draws.GetType().Name, draws.Save()) : null,
            schedule?.StateDict(),
            history is null ? null : Add(history, tensors),
            notes ?? new Dictionary<string, string>(),
            optimizer.States.Where(s => s.Failures != FailureCounts.None).ToDictionary(s => s.Name, s => s.Failures),
            torchRandomState ? TorchRandomState.Save() : null);
        SafeTensorsFile.Write(stream, document.ToMetadata(), tensors);
    }

    private static HistoryDocument Add(History history, Dictionary<string, Tensor> tensors)
    {
        var (document, values, spectra) = history.Recorder.Save();
        tensors.Add(CheckpointNames.Of(CheckpointNames.History, "values"), Numbers(values).reshape(document.Columns.Count, document.Samples.Count));
        foreach (var (matrix, numbers) in spectra)
            tensors.Add(CheckpointNames.Of(CheckpointNames.History, matrix), Numbers(numbers));
        return document;
    }

    private static Tensor Numbers(double[] values) => values.Length == 0 ? zeros(0, dtype: ScalarType.Float64) : tensor(values);
}
