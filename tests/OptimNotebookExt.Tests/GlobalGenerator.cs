namespace OptimNotebookExt.Tests;

/// <summary>Tests that seed torch's generator: it is one for the whole process, so nothing else may draw meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class GlobalGenerator
{
    public const string Name = "torch's global generator";
}
