using System.Globalization;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace OptimNotebookExt.Layers;

/// <summary>
/// A linear layer with the initialization of icefall's <c>ScaledLinear</c>: <c>y = x·weightᵀ + bias</c>, where the weight
/// starts as <c>nn.Linear</c>'s multiplied by <c>initial_scale</c> and the bias from U(-0.1, 0.1)·<c>initial_scale</c>.
/// Nothing is scaled after construction and there are no scale parameters, so a state of <c>nn.Linear</c> loads into it.
/// Source: <c>scaling.py</c> of icefall at the time of the draft.
/// </summary>
public sealed class ScaledLinear : nn.Module<Tensor, Tensor>
{
    private const double BiasBound = 0.1;

    // The names make a parent module register these two fields as the parameters that are registered already.
    [ComponentName(Name = nameof(weight))]
    private Parameter? weightParameter;
    [ComponentName(Name = nameof(bias))]
    private Parameter? biasParameter;

    /// <summary>Creates the layer; draws from torch's generator, so <c>torch.manual_seed</c> before it makes it reproducible.</summary>
    /// <param name="inputSize">Size of the last axis of the input, at least 1.</param>
    /// <param name="outputSize">Size of the last axis of the output, at least 1.</param>
    /// <param name="hasBias">Whether there is a bias; default true.</param>
    /// <param name="initial_scale">Multiplies the initial weight and the bound of the initial bias; finite, not negative; default 1.</param>
    /// <param name="device">Device of the parameters; default torch's.</param>
    /// <param name="dtype">A floating point type; default torch's.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or the scale is outside its range.</exception>
    /// <exception cref="ArgumentException">The dtype is not a floating point type.</exception>
    public ScaledLinear(long inputSize, long outputSize, bool hasBias = true, double initial_scale = 1.0, Device? device = null, ScalarType? dtype = null)
        : base(Checked(inputSize, outputSize, initial_scale, dtype))
    {
        in_features = inputSize;
        out_features = outputSize;
        using var noTape = torch.no_grad();
        using var scope = torch.NewDisposeScope();

        var w = torch.empty([outputSize, inputSize], dtype: dtype, device: device);
        nn.init.kaiming_uniform_(w, a: Math.Sqrt(5));
        Tensor? b = null;
        if (hasBias)
        {
            b = torch.empty([outputSize], dtype: dtype, device: device);
            // nn.Linear's own draw, overwritten by the next line: with it, a seed gives the same model as the original.
            nn.init.uniform_(b, -1 / Math.Sqrt(inputSize), 1 / Math.Sqrt(inputSize));
            nn.init.uniform_(b, -BiasBound * initial_scale, BiasBound * initial_scale);
        }
        weight = new Parameter(w.mul_(Scalars.Of(initial_scale)));
        bias = b is null ? null : new Parameter(b);

        // Else to(CPU) would be taken for a move to where the module is already.
        _deviceType = weight.device_type;
        _deviceIndex = weight.device_index;
    }

    /// <summary>Size of the last axis of the input.</summary>
    public long in_features { get; }

    /// <summary>Size of the last axis of the output.</summary>
    public long out_features { get; }

    /// <summary>The weight [out_features, in_features]; <c>to(...)</c> replaces it.</summary>
    public Parameter weight
    {
        get => weightParameter!;
        private set => Replace(ref weightParameter, value, nameof(weight));
    }

    /// <summary>The bias [out_features], or null without one; <c>to(...)</c> replaces it.</summary>
    public Parameter? bias
    {
        get => biasParameter;
        private set => Replace(ref biasParameter, value, nameof(bias));
    }

    /// <summary>The input times the weight's transpose, plus the bias.</summary>
    /// <param name="input">Shape [..., in_features].</param>
    /// <returns>Shape [..., out_features].</returns>
    public override Tensor forward(Tensor input) => nn.functional.linear(input, weight, bias);

    private void Replace(ref Parameter? field, Parameter? value, string name)
    {
        field?.Dispose();
        // A module outlives the dispose scope it is made or moved in.
        field = (Parameter?)value?.DetachFromDisposeScope();
        ConditionallyRegisterParameter(name, field);
    }

    private static string Checked(long inputSize, long outputSize, double initial_scale, ScalarType? dtype)
    {
        if (inputSize < 1)
            throw new ArgumentOutOfRangeException(nameof(inputSize), inputSize, $"inputSize must be at least 1, but is {inputSize}.");
        if (outputSize < 1)
            throw new ArgumentOutOfRangeException(nameof(outputSize), outputSize, $"outputSize must be at least 1, but is {outputSize}.");
        if (!double.IsFinite(initial_scale) || initial_scale < 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(initial_scale),
                initial_scale,
                string.Create(CultureInfo.InvariantCulture, $"initial_scale must be finite and not negative, but is {initial_scale:G9}."));
        }
        if (dtype is { } type && !torch.is_floating_point(type))
            throw new ArgumentException($"dtype must be a floating point type such as Float32, but is {type}.", nameof(dtype));
        TorchBackend.EnsureLoaded();
        return nameof(ScaledLinear);
    }
}
