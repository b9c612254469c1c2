using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace OptimNotebookExt.Diagnostics;

/// <summary>The tensors in what a module returns: a tensor, a tuple of tensors (nested too), an array or list of them.</summary>
internal static class OutputTensors
{
    /// <summary>Every tensor with the suffix of its name (empty for a single tensor, else <c>[0]</c>, <c>[1][0]</c>, …); null where something else was returned.</summary>
    internal static IEnumerable<(string Suffix, Tensor? Tensor)> Of(object? output, string suffix = "") => output switch
    {
        null => [],
        Tensor tensor => [(suffix, tensor)],
        ITuple tuple => Enumerable.Range(0, tuple.Length).SelectMany(i => Of(tuple[i], $"{suffix}[{i}]")),
        IEnumerable<Tensor> list => list.SelectMany((t, i) => Of(t, $"{suffix}[{i}]")),
        _ => [(suffix, null)],
    };
}
