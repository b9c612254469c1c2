using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <summary>Checks of parameters and gradients, made before any state is touched.</summary>
internal static class ParameterChecks
{
    internal static void Validate(Parameter[] parameters, IReadOnlyList<string> names, IReadOnlyList<ParameterState> present)
    {
        if (parameters.Length == 0)
            throw new ArgumentException("parameters is empty: pass at least one parameter, for example module.parameters().", nameof(parameters));
        if (names.Count != parameters.Length)
            throw new ArgumentException($"parameters: {names.Count} names were given for {parameters.Length} parameters.", nameof(parameters));

        var seen = present.ToDictionary(s => s.Parameter.Handle, s => s.Name);
        var usedNames = present.Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (parameter, name) in parameters.Zip(names))
        {
            if (parameter is null || parameter.IsInvalid)
                throw new ArgumentException($"parameters: '{name}' is null or disposed.", nameof(parameters));
            if (!seen.TryAdd(parameter.Handle, name))
                throw new ArgumentException($"parameters: '{name}' is the same tensor as '{seen[parameter.Handle]}'; pass every parameter once.", nameof(parameters));
            if (string.IsNullOrEmpty(name) || !usedNames.Add(name))
                throw new ArgumentException($"parameters: the name '{name}' is empty or given twice; names must differ.", nameof(parameters));
            if (parameter.dtype is not (ScalarType.Float32 or ScalarType.Float64))
                throw new ArgumentException($"parameters: '{name}' is {parameter.dtype}; float32 and float64 are supported.", nameof(parameters));
            if (parameter.is_sparse)
                throw new ArgumentException($"parameters: '{name}' is sparse; only dense parameters are supported.", nameof(parameters));
        }
    }

    internal static void ValidateGradient(string name, Parameter parameter, Tensor gradient)
    {
        if (gradient.is_sparse)
            throw new ArgumentException($"gradient of '{name}' is sparse; only dense gradients are supported (for an embedding pass sparse: false).", nameof(gradient));
        if (gradient.dtype != parameter.dtype || gradient.device_type != parameter.device_type)
            throw new ArgumentException($"gradient of '{name}' is {gradient.dtype} on {gradient.device}, but the parameter is {parameter.dtype} on {parameter.device}.", nameof(gradient));
    }
}
