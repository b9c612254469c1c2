using OptimNotebookExt.Recording;

namespace OptimNotebookExt.Tracing;

/// <summary>One line of the algorithm with the value it gave.</summary>
/// <param name="Name">The value's name, in the draft's spelling, for example <c>moving_d</c> or <c>lr_0</c>.</param>
/// <param name="Line">The line of the algorithm, as in docs and notebooks.</param>
/// <param name="Value">The value.</param>
public sealed record TraceLine(string Name, string Line, TensorSnapshot Value);
