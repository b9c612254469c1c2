using System.Reflection;
using System.Runtime.Loader;

namespace OptimNotebookExt.Host.Sessions;

/// <summary>Holds a cell on which nothing can build, as it declares nothing; it is freed when nothing of it is in use any more.</summary>
internal sealed class PassingLoadContext(NotebookLoadContext notebook) : AssemblyLoadContext("cell", isCollectible: true)
{
    protected override Assembly? Load(AssemblyName assemblyName) => notebook.Find(assemblyName);
}
