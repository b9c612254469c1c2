using TorchSharp.Modules;

namespace OptimNotebookExt.Optimizers;

/// <content>The settings of the stable form that docs/LEARNED-GRADIENT.md compares.</content>
public sealed partial class LearnedGradient
{
    /// <summary>The stable form, as the constructor makes it: learned factors on a base.</summary>
    /// <param name="parameters">Names and parameters, as <c>module.named_parameters()</c> gives them.</param>
    /// <param name="lr">Learning rate relative to the parameter's rms, at least 0.</param>
    /// <param name="eta">Length of a step of the learned factors, in [-1, 1].</param>
    /// <exception cref="ArgumentException">Parameters are missing, given twice or of another dtype.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyper-parameter is outside its range.</exception>
    public static LearnedGradient Stable(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 5e-2, double eta = 5e-2) => new(parameters, lr, eta);

    /// <inheritdoc cref="Stable(IEnumerable{ValueTuple{string, Parameter}}, double, double)"/>
    /// <param name="parameters">Parameters to optimize, float32 or float64, each once.</param>
#pragma warning disable CS1573 // the other parameters are inherited
    public static LearnedGradient Stable(IEnumerable<Parameter> parameters, double lr = 5e-2, double eta = 5e-2) => new(parameters, lr, eta);
#pragma warning restore CS1573

    /// <summary>
    /// The steady variant: factors on a base with a second moment for every element, forgotten while the learning rate falls. Does not
    /// stall at four times the eta, and has three and a half times the matrix products of a step.
    /// </summary>
    /// <inheritdoc cref="Stable(IEnumerable{ValueTuple{string, Parameter}}, double, double)"/>
    public static LearnedGradient Rotated(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 5e-2, double eta = 5e-2) => new(parameters, lr, eta, forget: 4, rotated: true);

    /// <summary>
    /// The steady variant: factors on a base with a second moment for every element, forgotten while the learning rate falls. Does not
    /// stall at four times the eta, and has three and a half times the matrix products of a step.
    /// </summary>
    /// <inheritdoc cref="Stable(IEnumerable{Parameter}, double, double)"/>
    public static LearnedGradient Rotated(IEnumerable<Parameter> parameters, double lr = 5e-2, double eta = 5e-2) => new(parameters, lr, eta, forget: 4, rotated: true);

    /// <summary>The cheap variant: learned factors alone, without covariances and decompositions.</summary>
    /// <inheritdoc cref="Stable(IEnumerable{ValueTuple{string, Parameter}}, double, double)"/>
    public static LearnedGradient WithoutBase(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.1, double eta = 5e-2) => new(parameters, lr, eta, @base: 0);

    /// <summary>The cheap variant: learned factors alone, without covariances and decompositions.</summary>
    /// <inheritdoc cref="Stable(IEnumerable{Parameter}, double, double)"/>
    public static LearnedGradient WithoutBase(IEnumerable<Parameter> parameters, double lr = 0.1, double eta = 5e-2) => new(parameters, lr, eta, @base: 0);

    /// <summary>The safe variant: the base alone, nothing is learned.</summary>
    /// <inheritdoc cref="Stable(IEnumerable{ValueTuple{string, Parameter}}, double, double)"/>
    public static LearnedGradient BaseOnly(IEnumerable<(string name, Parameter parameter)> parameters, double lr = 5e-2) => new(parameters, lr, eta: 0);

    /// <summary>The safe variant: the base alone, nothing is learned.</summary>
    /// <inheritdoc cref="Stable(IEnumerable{Parameter}, double, double)"/>
    public static LearnedGradient BaseOnly(IEnumerable<Parameter> parameters, double lr = 5e-2) => new(parameters, lr, eta: 0);
}
