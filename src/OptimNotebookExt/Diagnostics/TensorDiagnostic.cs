namespace OptimNotebookExt.Diagnostics;

/// <summary>Everything accumulated about one output, parameter or gradient; plain numbers, no tensors.</summary>
/// <param name="Name">The path in the module, for example <c>0.output</c>, <c>0.output.grad</c>, <c>0.weight</c>, <c>0.weight.grad</c>; <c>output[1]</c> is the second tensor of a tuple.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Owner">The type of the module it belongs to.</param>
/// <param name="DataType">The dtype of the latest record; empty without records.</param>
/// <param name="Shape">The shape; -1 where a size varied. Empty without records.</param>
/// <param name="Records">How often a tensor was recorded: forward calls, gradients that arrived, or readings of a parameter.</param>
/// <param name="Values">Statistics over all elements.</param>
/// <param name="Dimensions">Statistics along every axis with a size above 1.</param>
/// <param name="Notes">What was left out, and why.</param>
public sealed record TensorDiagnostic(
    string Name,
    DiagnosedTensorKind Kind,
    string Owner,
    string DataType,
    IReadOnlyList<long> Shape,
    long Records,
    ValueStatistics Values,
    IReadOnlyList<DimensionStatistics> Dimensions,
    IReadOnlyList<string> Notes);
