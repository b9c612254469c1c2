using static TorchSharp.torch;

namespace OptimNotebookExt.Tracing;

/// <summary>
/// Where the reference path reports its named intermediates, each with the line of the algorithm it belongs to.
/// <see cref="Off"/> does nothing and costs a virtual call.
/// </summary>
internal class Tracer
{
    internal static readonly Tracer Off = new();

    /// <summary>Reports a value and returns it.</summary>
    /// <param name="name">The name of the value, in the draft's spelling.</param>
    /// <param name="line">The line of the algorithm.</param>
    /// <param name="value">The value as it is now; it is copied.</param>
    internal virtual Tensor Line(string name, string line, Tensor value) => value;

    /// <summary>The same for a value of one axis, named <c>{name}_{dim}</c>.</summary>
    internal virtual Tensor Line(string name, int dim, string line, Tensor value) => value;
}
