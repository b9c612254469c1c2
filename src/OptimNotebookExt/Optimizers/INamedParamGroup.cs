namespace OptimNotebookExt.Optimizers;

/// <summary>Names of a group's parameters, whatever the options class.</summary>
internal interface INamedParamGroup
{
    IReadOnlyList<string> Names { get; }
}
