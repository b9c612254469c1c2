using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <summary>
/// One optimizer of the family as tools and contract tests see it: how it is made, what it takes, what it must refuse and
/// how close its paths stay to each other. <see cref="OptimizerCatalog.All"/> holds a row for each.
/// </summary>
public sealed class OptimizerInfo
{
    private readonly Func<ResearchOptions> newOptions;
    private readonly Func<IEnumerable<(string name, Parameter parameter)>, ResearchOptions?, ParamGroup> newGroup;
    private readonly Func<ParamGroup, ResearchOptions, IRandomDraws?, ResearchOptimizer> create;
    private readonly Lazy<IReadOnlyList<OptimizerPath>> paths;

    internal OptimizerInfo(
        string name,
        Func<ResearchOptions> newOptions,
        Func<IEnumerable<(string name, Parameter parameter)>, ResearchOptions?, ParamGroup> newGroup,
        Func<ParamGroup, ResearchOptions, IRandomDraws?, ResearchOptimizer> create)
    {
        (Name, this.newOptions, this.newGroup, this.create) = (name, newOptions, newGroup, create);
        paths = new Lazy<IReadOnlyList<OptimizerPath>>(FindPaths);
    }

    /// <summary>The name in files and tables: that of the class, and <c>LearnedGradientStable</c> for the form of <see cref="LearnedGradient"/> that its constructors make.</summary>
    public string Name { get; }

    /// <summary>The hyper-parameters with their defaults and ranges; the first one is <c>lr</c>.</summary>
    public IReadOnlyList<OptionSpec> Options => newOptions().Specs;

    /// <summary>Settings that must be refused, at least one for every hyper-parameter that does not take every value of its kind.</summary>
    public required IReadOnlyList<OptimizerBadInput> BadInputs { get; init; }

    /// <summary>Settings under which fifty steps reach all of the optimizer's code and go in the right direction.</summary>
    public required IReadOnlyDictionary<string, double> ShortRun { get; init; }

    /// <summary>The parameters' dtypes it takes; all others are refused.</summary>
    public IReadOnlyList<ScalarType> Dtypes { get; } = [ScalarType.Float32, ScalarType.Float64];

    /// <summary>The paths it has on this machine: <see cref="OptimizerPath.Reference"/>, and <see cref="OptimizerPath.Fast"/> and <see cref="OptimizerPath.Device"/> where there are.</summary>
    public IReadOnlyList<OptimizerPath> Paths => paths.Value;

    /// <summary>How far a parameter may differ after some twenty steps where the order of the floating-point sums differs (another path, another layout), relative to its largest value.</summary>
    /// <param name="dtype">One of <see cref="Dtypes"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another dtype.</exception>
    public double Tolerance(ScalarType dtype) => dtype switch
    {
        ScalarType.Float64 => 1e-11,
        ScalarType.Float32 => 2e-5 * SinglePrecisionFactor,
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, $"dtype must be {string.Join(" or ", Dtypes)}, but is {dtype}."),
    };

    /// <summary>The same for the tensors of the state, and over some seventy steps: what the golden files allow of them.</summary>
    internal double StateTolerance(ScalarType dtype) => Tolerance(dtype) * (dtype == ScalarType.Float64 ? StateFactor.Float64 : StateFactor.Float32);

    /// <summary>Options with nothing set.</summary>
    public ResearchOptions NewOptions() => newOptions();

    /// <summary>A parameter group for <c>add_param_group</c>.</summary>
    /// <param name="parameters">Names and parameters.</param>
    /// <param name="options">Its options, of this optimizer's class; null: those of the optimizer it is added to.</param>
    public ParamGroup NewGroup(IEnumerable<(string name, Parameter parameter)> parameters, ResearchOptions? options = null) => newGroup(parameters, options);

    /// <summary>Makes the optimizer.</summary>
    /// <param name="parameters">Names and parameters.</param>
    /// <param name="options">Its options, of this optimizer's class; its defaults when null.</param>
    /// <param name="draws">Random draws, for optimizers that need any; seeded ones when null.</param>
    /// <exception cref="ArgumentException">Parameters are missing, given twice or of another dtype.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A hyper-parameter is outside its range.</exception>
    public ResearchOptimizer Create(IEnumerable<(string name, Parameter parameter)> parameters, ResearchOptions? options = null, IRandomDraws? draws = null) =>
        create(newGroup(parameters, null), options ?? newOptions(), draws);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>How much more than a sum's rounding becomes of it in float32.</summary>
    internal double SinglePrecisionFactor { get; init; } = 1;

    /// <summary>How much more the state's tensors differ than the parameters.</summary>
    internal (double Float32, double Float64) StateFactor { get; init; } = (1, 1);

    private OptimizerPath[] FindPaths()
    {
        using var probe = new Parameter(empty(1));
        using var optimizer = Create([("probe", probe)]);
        OptimizerPath[] fast = optimizer.HasFastPath ? [OptimizerPath.Fast] : [];
        OptimizerPath[] device = optimizer.HasDevicePath ? [OptimizerPath.Device] : [];
        return [OptimizerPath.Reference, .. fast, .. device];
    }
}
