using System.Text.Json;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Projections;
using static TorchSharp.torch;

namespace OptimNotebookExt.Replay;

/// <summary>Compares parameters and state after one step with a record of a golden trajectory.</summary>
internal sealed class RecordCheck(Comparison comparison, ResearchOptimizer optimizer, int step, ScalarType type, double tolerance, bool onlyFinite)
{
    internal void Compare(JsonElement record)
    {
        foreach (var (expected, state) in record.Field("params").EnumerateArray().Zip(optimizer.States))
            Values($"step {step} {state.Name}", expected.Doubles(), state.Parameter, tolerance);
        if (record.TryGetProperty("state", out var states))
        {
            foreach (var (expected, state) in states.EnumerateArray().Zip(optimizer.States))
                CompareState(expected, state);
        }
        if (record.TryGetProperty("speedup_step", out var speedup) && optimizer.ParamGroups.First() is { } group)
        {
            var options = (NeutralGradientOptions)((TorchSharp.Modules.ParamGroup)group).Options;
            comparison.Require($"step {step} speedup_step", speedup.GetInt64() == options.SpeedupStep);
        }
    }

    private void CompareState(JsonElement expected, ParameterState state)
    {
        var names = expected.EnumerateObject().Select(p => p.Name).Where(n => IsKept(n, state)).Order(StringComparer.Ordinal).ToArray();
        var ours = state.CountNames.Concat(state.TensorNames).Except(optimizer.Readings).Order(StringComparer.Ordinal).ToArray();
        comparison.Require($"step {step} {state.Name}: names {string.Join(",", ours)} instead of {string.Join(",", names)}", names.SequenceEqual(ours));
        foreach (var property in expected.EnumerateObject())
        {
            var where = $"step {step} {state.Name}.{property.Name}";
            if (state.TryCount(property.Name, out var count))
                comparison.Require($"{where} = {count}", count == property.Value.GetDouble());
            else if (state.TryGet(property.Name, out var tensor) && IsDetermined(property.Name, state))
                Values(where, property.Value.Doubles(), tensor, type == ScalarType.Float64 ? tolerance : 10 * tolerance);
        }
    }

    /// <summary>LearnedGradient without a base needs no covariances, and its P is the identity: the golden files write both.</summary>
    private static bool IsKept(string name, ParameterState state) =>
        !state.TryCount("nup", out _) || state.TensorNames.Any(n => n.StartsWith("P_", StringComparison.Ordinal))
        || !(name.StartsWith("grad_cov_", StringComparison.Ordinal) || name.StartsWith("P_", StringComparison.Ordinal));

    /// <summary>Signs and order of singular vectors are free: what is expressed in the projections' coordinates is not compared.</summary>
    private bool IsDetermined(string name, ParameterState state) =>
        optimizer is not NeutralGradient
        || (!name.StartsWith("proj_", StringComparison.Ordinal)
            && (name != "exp_avg_sq" || Axes.IsOneAxis(state.Parameter) || state.Parameter.numel() == 1));

    private void Values(string where, double[] expected, Tensor actual, double allowed)
    {
        if (onlyFinite)
            comparison.Require(where, actual.Doubles().All(double.IsFinite));
        else
            comparison.Add(where, expected, actual, allowed);
    }
}
