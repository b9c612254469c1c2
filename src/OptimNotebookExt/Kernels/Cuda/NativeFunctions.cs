using System.Runtime.InteropServices;

namespace OptimNotebookExt.Kernels.Cuda;

/// <summary>A native library under one of several names, and its functions by theirs.</summary>
internal sealed class NativeFunctions
{
    private readonly nint library;
    private readonly string name;

    private NativeFunctions(nint library, string name) => (this.library, this.name) = (library, name);

    internal string Name => name;

    /// <summary>The first of the names that loads; it stays loaded.</summary>
    /// <param name="what">What it is to be, for the message.</param>
    /// <param name="names">Files, or names that the loader finds.</param>
    /// <exception cref="KernelException">None does.</exception>
    internal static NativeFunctions Load(string what, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (NativeLibrary.TryLoad(name, out var library))
                return new(library, name);
        }
        throw new KernelException($"{what} was not found: none of {string.Join(", ", names)} can be loaded.");
    }

    /// <exception cref="KernelException">The library has no such function.</exception>
    internal nint this[string function] => NativeLibrary.TryGetExport(library, function, out var address)
        ? address
        : throw new KernelException($"{name} has no function {function}: another version is needed.");
}
