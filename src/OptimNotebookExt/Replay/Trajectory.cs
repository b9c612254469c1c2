using System.Text.Json;
using OptimNotebookExt.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Replay;

/// <summary>A golden trajectory being replayed: the optimizer over the file's parameters, and the gradients of each step.</summary>
internal sealed class Trajectory : IDisposable
{
    private readonly JsonElement[] gradients;
    private readonly double[]? schedule;
    private readonly (string Name, Parameter Parameter)[] parameters;
    private readonly ScalarType type;
    private readonly Device device;

    internal Trajectory(JsonElement golden, OptimizerInfo entry, ScalarType type, Device? device = null)
    {
        (this.type, this.device) = (type, device ?? CPU);
        gradients = [.. golden.Field("grads").EnumerateArray()];
        schedule = golden.TryGetProperty("lr_schedule", out var rates) ? rates.Doubles() : null;
        parameters = [.. golden.Field("params").EnumerateArray().Select(p => (
            p.Field("name").GetString()!,
            new Parameter(p.Field("init").ToTensor(type, p.Field("shape").Longs()).to(this.device))))];
        var draws = golden.TryGetProperty("rng_ints", out var integers)
            ? new GoldenDraws(integers.Longs(), golden.Field("rng_uniforms").Doubles())
            : null;
        Optimizer = entry.Create(parameters, Options(entry, golden.Field("hyper")), draws);
    }

    internal ResearchOptimizer Optimizer { get; }

    internal int Length => gradients.Length;

    /// <summary>Puts the step's learning rate and gradients in place; null is a parameter without gradient.</summary>
    internal void Prepare(int step)
    {
        if (schedule is not null)
            Optimizer.ParamGroups.Single().LearningRate = schedule[step];
        foreach (var (gradient, (_, parameter)) in gradients[step].EnumerateArray().Zip(parameters))
        {
            using var old = parameter.grad;
            using var fresh = gradient.ValueKind == JsonValueKind.Null ? null : gradient.ToTensor(type, parameter.shape).to(device);
            parameter.grad = fresh;
        }
    }

    public void Dispose()
    {
        Optimizer.Dispose();
        foreach (var (_, parameter) in parameters)
            parameter.Dispose();
    }

    private static ResearchOptions Options(OptimizerInfo entry, JsonElement hyper)
    {
        var options = entry.NewOptions();
        foreach (var property in hyper.EnumerateObject())
        {
            if (property.Name == "betas")
            {
                foreach (var (beta, i) in property.Value.Doubles().Select((b, i) => (b, i)))
                    options[$"beta{i + 1}"] = beta;
            }
            else
            {
                options[property.Name] = property.Value.ValueKind switch
                {
                    JsonValueKind.True => 1,
                    JsonValueKind.False => 0,
                    _ => property.Value.GetDouble(),
                };
            }
        }
        return options;
    }
}
