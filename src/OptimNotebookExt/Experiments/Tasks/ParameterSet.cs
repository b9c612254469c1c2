using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>The parameters of a task's model, drawn from a seed and owned here.</summary>
internal sealed class ParameterSet(Generator generator, ScalarType dtype) : IDisposable
{
    private readonly List<(string name, Parameter parameter)> parameters = [];

    internal IReadOnlyList<(string name, Parameter parameter)> Named => parameters;

    /// <summary>Normal numbers times a scale.</summary>
    internal Parameter Normal(string name, double scale, params long[] size) => Add(name, () => TaskDraws.Normal(generator, dtype, size).Times(scale));

    /// <summary>A weight [outputs, inputs, …] that keeps the size of its input: normal numbers of variance gain²/(inputs·…).</summary>
    internal Parameter Weight(string name, double gain, params long[] size) => Normal(name, gain / Math.Sqrt(size.Skip(1).Aggregate((x, y) => x * y)), size);

    internal Parameter Zeros(string name, params long[] size) => Add(name, () => zeros(size, dtype: dtype));

    private Parameter Add(string name, Func<Tensor> make)
    {
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        var parameter = new Parameter(make());
        parameter.DetachFromDisposeScope();
        parameters.Add((name, parameter));
        return parameter;
    }

    public void Dispose()
    {
        foreach (var (_, parameter) in parameters)
            parameter.Dispose();
        parameters.Clear();
    }
}
