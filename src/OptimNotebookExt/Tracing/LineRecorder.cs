using OptimNotebookExt.Recording;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tracing;

/// <summary>Keeps what the reference path reports, as plain values.</summary>
internal sealed class LineRecorder(long elementLimit) : Tracer
{
    private readonly List<TraceLine> lines = [];

    internal IReadOnlyList<TraceLine> Lines => lines;

    internal override Tensor Line(string name, string line, Tensor value)
    {
        lines.Add(new TraceLine(name, line, TensorSnapshot.Of(value, elementLimit)));
        return value;
    }

    internal override Tensor Line(string name, int dim, string line, Tensor value) => Line($"{name}_{dim}", line, value);
}
