using OptimNotebookExt.Checkpoints.SafeTensors;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Schedules;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Checkpoints;

/// <summary>Checks a checkpoint against an optimizer, whole, and only then takes it over.</summary>
internal sealed class CheckpointReader(SafeTensorsFile file, CheckpointDocument document, ResearchOptimizer optimizer)
{
    private readonly HashSet<string> left = [.. file.Entries.Select(e => e.Name)];
    private readonly List<Action> commits = [];

    /// <summary>Takes the checkpoint over.</summary>
    /// <exception cref="InvalidDataException">It does not fit; nothing was changed.</exception>
    internal void Load(LRScheduler? schedule, History? history)
    {
        using var noTape = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        if (document.Optimizer != optimizer.Kind)
            throw new InvalidDataException($"the file holds the state of {document.Optimizer}, but the optimizer is {optimizer.Kind}: make the optimizer that was saved.");
        PrepareGroups();
        PrepareHistory(history);
        if (left.Count > 0)
            throw new InvalidDataException($"the file holds '{left.Order(StringComparer.Ordinal).First()}', which belongs to no parameter.");
        if ((document.Schedule is null) != (schedule is null))
        {
            throw new InvalidDataException(schedule is null
                ? $"the file holds a schedule {document.Schedule!.Schedule}: make one and pass it, or the learning rates will not go on."
                : "the file holds no schedule: leave it out, or save it too.");
        }
        if (document.Failures.FirstOrDefault(f => f.Value.HasNegative || optimizer.States.All(s => s.Name != f.Key)) is { Key: { } wrong })
            throw new InvalidDataException($"the failures of '{wrong}' are of no parameter here, or below 0.");
        if (document.TorchRandomState is { } random)
            commits.Add(TorchRandomState.Prepare(random));
        var undoDraws = ResumeDraws();
        try
        {
            schedule?.LoadStateDict(document.Schedule!);
        }
        catch (ArgumentException e)
        {
            undoDraws();
            throw new InvalidDataException(e.Message, e);
        }
        // What follows needs no memory and cannot fail.
        foreach (var commit in commits)
            commit();
    }

    private void PrepareGroups()
    {
        var groups = optimizer.Groups;
        if (document.Groups.Count != groups.Count)
            throw new InvalidDataException($"the file has {document.Groups.Count} parameter groups, but the optimizer {groups.Count}: add the same groups in the same order.");
        foreach (var ((options, states), saved, i) in groups.Zip(document.Groups, Enumerable.Range(0, groups.Count)))
        {
            var names = states.Select(s => s.Name).ToArray();
            if (!saved.Parameters.SequenceEqual(names))
            {
                var (theirs, mine) = saved.Parameters.Cast<string?>().Append(null).Zip(names.Cast<string?>().Append(null)).First(p => p.First != p.Second);
                throw new InvalidDataException($"group {i} of the file has {Named(theirs)} where the optimizer has {Named(mine)}: pass the same parameters in the same order.");
            }
            var restored = RestoreOptions(saved, i);
            foreach (var state in states)
                PrepareParameter(restored, state);
            commits.Add(() =>
            {
                options.LoadStateDict(restored);
                options.SetCounts(saved.Counts);
            });
        }
    }

    private ResearchOptions RestoreOptions(GroupDocument saved, int group)
    {
        var restored = optimizer.EmptyOptions();
        if (!restored.Counts.Keys.Order(StringComparer.Ordinal).SequenceEqual(saved.Counts.Keys.Order(StringComparer.Ordinal)))
            throw new InvalidDataException($"group {group} of the file counts {string.Join(", ", saved.Counts.Keys)}, where {string.Join(", ", restored.Counts.Keys)} is expected.");
        try
        {
            foreach (var (name, value) in saved.Options)
                restored[name] = value;
            restored[restored.Specs[0].Name] = saved.Lr;
            restored.Specs[0].Validate(saved.InitialLr);
            restored.InitialLearningRate = saved.InitialLr;
            restored.Validate();
            return restored;
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"group {group} of the file: {e.Message}", e);
        }
    }

    private void PrepareParameter(ResearchOptions options, ParameterState state)
    {
        if (!document.Parameters.TryGetValue(state.Name, out var saved))
            throw new InvalidDataException($"the file lacks the state of '{state.Name}'.");
        var value = Take(state, CheckpointNames.Parameter, (state.Shape, state.Dtype), null);
        var entries = optimizer.StateEntries(options, state);
        var names = left.Where(n => n.StartsWith(state.Name + "/", StringComparison.Ordinal) && n.LastIndexOf('/') == state.Name.Length).Select(n => n[(state.Name.Length + 1)..]).ToArray();
        if (saved.Counts.Count == 0 && names.Length == 0)
        {
            // Saved before its first step.
            entries = ([], []);
        }
        if (!entries.Counts.SetEquals(saved.Counts.Keys))
            throw new InvalidDataException($"the state of '{state.Name}' counts {string.Join(", ", saved.Counts.Keys)}, where {string.Join(", ", entries.Counts)} are expected.");
        if (saved.Counts.FirstOrDefault(c => c.Value < 0) is { Key: { } negative })
            throw new InvalidDataException($"the state of '{state.Name}' has {negative} {saved.Counts[negative]}, which must be at least 0.");
        if (entries.Tensors.Keys.Except(names).Order(StringComparer.Ordinal).FirstOrDefault() is { } missing)
            throw new InvalidDataException($"the file lacks '{CheckpointNames.Of(state.Name, missing)}'.");
        var tensors = names.ToDictionary(n => n, n =>
        {
            var expected = entries.Tensors.TryGetValue(n, out var entry) ? entry : optimizer.PassingEntry(n, entries.Tensors)
                ?? throw new InvalidDataException($"the file holds '{CheckpointNames.Of(state.Name, n)}', which {document.Optimizer} does not keep for a parameter of shape [{string.Join(", ", state.Shape)}].");
            return Take(state, n, expected, saved.Strides.GetValueOrDefault(n));
        });
        commits.Add(() =>
        {
            state.Parameter.copy_(value);
            foreach (var tensor in tensors.Values)
                tensor.DetachFromDisposeScope();
            state.Replace(tensors, saved.Counts);
            state.Failures = document.Failures.GetValueOrDefault(state.Name, FailureCounts.None);
        });
    }

    /// <summary>A tensor of the file on the parameter's device and in its layout, in the caller's dispose scope.</summary>
    private Tensor Take(ParameterState state, string entry, (long[] Shape, ScalarType Dtype) expected, IReadOnlyList<long>? strides)
    {
        var name = CheckpointNames.Of(state.Name, entry);
        if (!left.Remove(name))
            throw new InvalidDataException($"the file lacks '{name}'.");
        var plain = file.Tensors[name];
        if (plain.dtype != expected.Dtype)
            throw new InvalidDataException($"'{name}' is {plain.dtype} in the file, but {expected.Dtype} here: make the model in the dtype it was saved in.");
        if (!plain.shape.SequenceEqual(expected.Shape))
            throw new InvalidDataException($"'{name}' has shape [{string.Join(", ", plain.shape)}] in the file, but [{string.Join(", ", expected.Shape)}] here: make the model, and the options, as they were saved.");
        if (strides is not null && !ParameterDocument.IsDense(expected.Shape, strides))
            throw new InvalidDataException($"'{name}' has the strides [{string.Join(", ", strides)}], which do not fit its shape.");
        var placed = strides is null
            ? empty(expected.Shape, dtype: expected.Dtype, device: state.Parameter.device)
            : empty_strided(expected.Shape, [.. strides], dtype: expected.Dtype, device: state.Parameter.device);
        return placed.copy_(plain);
    }

    private void PrepareHistory(History? history)
    {
        if ((document.History is null) != (history is null))
        {
            throw new InvalidDataException(history is null
                ? "the file holds a history: attach one with the same options and pass it, or what was recorded is lost."
                : "the file holds no history: leave it out, or save it too.");
        }
        if (history is null)
            return;
        var values = Numbers("values");
        commits.Add(history.Recorder.Prepare(document.History!, values, document.History!.Spectra.Keys.ToDictionary(m => m, Numbers)));

        double[] Numbers(string entry)
        {
            var name = CheckpointNames.Of(CheckpointNames.History, entry);
            if (!left.Remove(name) || file.Tensors[name].dtype != ScalarType.Float64)
                throw new InvalidDataException($"the file lacks '{name}' in float64.");
            return file.Tensors[name].Doubles();
        }
    }

    /// <summary>Puts the draws where they were.</summary>
    /// <returns>What undoes it.</returns>
    private Action ResumeDraws()
    {
        var draws = optimizer.ResumableDraws;
        if (draws?.GetType().Name != document.Draws?.Kind)
            throw new InvalidDataException($"the file holds the draws {document.Draws?.Kind ?? "none"}, but the optimizer draws from {draws?.GetType().Name ?? "none"}: make it with the same draws.");
        if (draws is null)
            return () => { };
        var before = draws.Save();
        try
        {
            draws.Restore(document.Draws!.State);
        }
        catch (FormatException e)
        {
            throw new InvalidDataException($"the draws in the file are damaged: {e.Message}", e);
        }
        return () => draws.Restore(before);
    }

    private static string Named(string? name) => name is null ? "no further parameter" : $"'{name}'";
}
