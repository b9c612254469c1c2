using TorchSharp.Modules;

namespace OptimNotebookExt.Optimizers;

/// <summary>A parameter group whose parameters keep their names, which state files, views and messages show.</summary>
/// <typeparam name="TOptions">The optimizer's options class.</typeparam>
public sealed class NamedParamGroup<TOptions> : ParamGroup<TOptions>, INamedParamGroup
    where TOptions : ResearchOptions
{
    /// <summary>Makes a group of named parameters.</summary>
    /// <param name="parameters">Names and parameters, as <c>module.named_parameters()</c> gives them.</param>
    /// <param name="options">Hyper-parameters of this group; what is not set is taken from the optimizer's own.</param>
    public NamedParamGroup(IEnumerable<(string name, Parameter parameter)> parameters, TOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var pairs = parameters.ToArray();
        Parameters = [.. pairs.Select(p => p.parameter)];
        Names = [.. pairs.Select(p => p.name)];
        if (options is not null)
            Options = options;
    }

    /// <summary>The names, in the order of the parameters.</summary>
    public IReadOnlyList<string> Names { get; }
}
