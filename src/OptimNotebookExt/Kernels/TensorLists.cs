using static TorchSharp.torch;

namespace OptimNotebookExt.Kernels;

/// <summary>
/// Writes many tensors with one operation, on a GPU in a few launches whatever their number. TorchSharp has none of torch's
/// operations on lists; a line of TorchScript has.
/// </summary>
internal static class TensorLists
{
    private static readonly Lazy<jit.CompilationUnit> Script = new(() => jit.compile("""
        def write(targets: List[Tensor], sources: List[Tensor]):
            torch._foreach_copy_(targets, sources)

        def increase(targets: List[Tensor], sources: List[Tensor]):
            torch._foreach_add_(targets, sources)

        """));

    /// <summary>Compiles the script, unless it is; what may go wrong with that then does so before anything is written.</summary>
    internal static void Prepare() => _ = Script.Value;

    /// <summary>Copies each source into its target, of the same shape; needs no memory of tensors.</summary>
    internal static void Copy(Tensor[] targets, Tensor[] sources) => Run("write", targets, sources);

    /// <summary>Adds each source to its target, of the same shape; needs no memory of tensors.</summary>
    internal static void Add(Tensor[] targets, Tensor[] sources) => Run("increase", targets, sources);

    private static void Run(string method, Tensor[] targets, Tensor[] sources)
    {
        Script.Value.invoke(method, targets, sources);
        GC.KeepAlive(targets);
        GC.KeepAlive(sources);
    }
}
