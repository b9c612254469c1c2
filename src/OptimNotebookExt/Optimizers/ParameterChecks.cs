using OptimNotebookExt.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <summary>Checks of parameters and gradients, made before any state is touched.</summary>
internal static class ParameterChecks
{
    /// <summary>On this thread: whether parameters without values are taken, as a test does to show that none are read.</summary>
    [field: ThreadStatic]
    internal static bool TakesMeta { get; set; }

    internal static void Validate(Parameter[] parameters, IReadOnlyList<string> names, IReadOnlyList<ParameterState> present)
    {
        if (parameters.Length == 0)
            throw new ArgumentException("parameters is empty: pass at least one parameter, for example module.parameters().", nameof(parameters));
        if (names.Count != parameters.Length)
            throw new ArgumentException($"parameters: {names.Count} names were given for {parameters.Length} parameters.", nameof(parameters));

        var seen = present.ToDictionary(s => s.Parameter.Handle, s => s.Name);
        var usedNames = present.Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        var places = new Dictionary<(nint, long), string>();
        foreach (var state in present)
            places.TryAdd(PlaceOf(state.Parameter), state.Name);
        foreach (var (parameter, name) in parameters.Zip(names))
        {
            if (parameter is null || parameter.IsInvalid)
                throw new ArgumentException($"parameters: '{name}' is null or disposed.", nameof(parameters));
            if (!seen.TryAdd(parameter.Handle, name))
                throw new ArgumentException($"parameters: '{name}' is the same tensor as '{seen[parameter.Handle]}'; pass every parameter once.", nameof(parameters));
            if (string.IsNullOrEmpty(name) || !usedNames.Add(name))
                throw new ArgumentException($"parameters: the name '{name}' is empty or given twice; names must differ.", nameof(parameters));
            if (parameter.dtype is not (ScalarType.Float32 or ScalarType.Float64))
                throw new ArgumentException($"parameters: '{name}' is {parameter.dtype}; float32 and float64 are supported: keep the parameters in float32 (module.to(float32)) and compute in the smaller type under autocast.", nameof(parameters));
            if (parameter.is_sparse)
                throw new ArgumentException($"parameters: '{name}' is sparse; only dense parameters are supported.", nameof(parameters));
            if (parameter.device_type == DeviceType.META && !TakesMeta)
                throw new ArgumentException($"parameters: '{name}' is on the meta device, where tensors have no values: make it on cpu or cuda.", nameof(parameters));
            if (OverlapsItself(parameter))
                throw new ArgumentException($"parameters: '{name}' is an expanded view, several of whose elements are one number in memory: pass new Parameter(tensor.clone()).", nameof(parameters));
            var place = PlaceOf(parameter);
            if (place != default && !places.TryAdd(place, name))
                throw new ArgumentException($"parameters: '{name}' lies in the same memory as '{places[place]}'; pass shared weights once.", nameof(parameters));
        }
    }

    /// <summary>Whether the gradient can update the parameter, which must be as it was when it was added.</summary>
    internal static void ValidateGradient(ParameterState state, Tensor gradient)
    {
        var (name, parameter) = (state.Name, state.Parameter);
        if (gradient.is_sparse)
            throw new ArgumentException($"gradient of '{name}' is sparse; only dense gradients are supported (for an embedding pass sparse: false).", nameof(gradient));
        if (gradient.dtype != parameter.dtype || gradient.device_type != parameter.device_type)
            throw new ArgumentException($"gradient of '{name}' is {gradient.dtype} on {gradient.device}, but the parameter is {parameter.dtype} on {parameter.device}: zero the gradients and call backward again after the parameter was moved.", nameof(gradient));
        var shape = parameter.shape;
        if (!shape.AsSpan().SequenceEqual(state.Shape) || parameter.dtype != state.Dtype)
            throw new ArgumentException($"parameter '{name}' is {parameter.dtype} [{string.Join(", ", shape)}], but was {state.Dtype} [{string.Join(", ", state.Shape)}] when it was added: make a new optimizer.", nameof(gradient));
        if (!gradient.shape.AsSpan().SequenceEqual(shape))
            throw new ArgumentException($"gradient of '{name}' has shape [{string.Join(", ", gradient.shape)}], but the parameter [{string.Join(", ", shape)}]: set a gradient of the parameter's shape.", nameof(gradient));
    }

    /// <summary>Where the parameter's numbers are; nothing where it has none, or TorchSharp does not tell.</summary>
    private static (nint Data, long Count) PlaceOf(Parameter parameter) =>
        !TensorExports.IsAvailable || parameter.IsInvalid || parameter.numel() == 0 || TensorExports.Address(parameter.Handle) == 0
            ? default
            : (TensorExports.Address(parameter.Handle), parameter.numel());

    /// <summary>A stride of 0 on an axis of several elements; nothing can be written into such a tensor.</summary>
    private static bool OverlapsItself(Tensor tensor) => tensor.shape.Zip(tensor.stride()).Any(axis => axis.First > 1 && axis.Second == 0);
}
