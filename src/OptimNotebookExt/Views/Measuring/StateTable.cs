using OptimNotebookExt.Recording;

namespace OptimNotebookExt.Views.Measuring;

/// <summary>Tensors as rows of a table, and which of them are matrices of an axis.</summary>
internal static class StateTable
{
    internal static readonly string[] Columns = ["name", "shape", "least", "greatest", "mean", "rms", "not finite"];

    /// <summary>The parameter and everything kept for it.</summary>
    internal static IEnumerable<(string Name, TensorSnapshot Tensor)> Tensors(ParameterSnapshot parameter) =>
        parameter.State.Select(s => (s.Key, s.Value)).Prepend(("parameter", parameter.Value));

    internal static void Write(ViewWriter writer, IEnumerable<(string Name, TensorSnapshot Tensor)> tensors)
    {
        var rows = tensors.Select(t => Row(t.Name, t.Tensor)).ToArray();
        // Most tensors are finite: an empty column would only take room.
        var columns = rows.All(r => r[^1].Length == 0) ? Columns.Length - 1 : Columns.Length;
        writer.Table(Columns[..columns], rows.Select(r => r[..columns]));
    }

    /// <summary>What a state is by its name; null where it is not a matrix of an axis.</summary>
    internal static MatrixKind? KindOf(string state, TensorSnapshot tensor) => KindOf(state, tensor.Shape);

    /// <inheritdoc cref="KindOf(string, TensorSnapshot)"/>
    internal static MatrixKind? KindOf(string state, IReadOnlyList<long> shape) =>
        shape.Count != 2 || shape[0] != shape[1] ? null
        : state.StartsWith("lr_", StringComparison.Ordinal) ? MatrixKind.LearningRate
        : state.StartsWith("grad_cov_", StringComparison.Ordinal) ? MatrixKind.GradientCovariance
        : state.StartsWith("param_cov_", StringComparison.Ordinal) ? MatrixKind.ParameterCovariance
        : state.StartsWith("proj_", StringComparison.Ordinal) ? MatrixKind.Projection
        : state.StartsWith("P_", StringComparison.Ordinal) ? MatrixKind.Base
        : state.StartsWith("K_", StringComparison.Ordinal) || state.StartsWith("B_", StringComparison.Ordinal) ? MatrixKind.Factor
        : state.StartsWith("Q_", StringComparison.Ordinal) ? MatrixKind.General
        : null;

    private static string[] Row(string name, TensorSnapshot tensor)
    {
        var s = tensor.Statistics;
        return
        [
            name,
            ViewText.Shape(tensor.Shape),
            ViewText.Number(s.Min),
            ViewText.Number(s.Max),
            ViewText.Number(s.Mean),
            ViewText.Number(s.Rms),
            s.NonFinite == 0 ? "" : ViewText.Count(s.NonFinite),
        ];
    }
}
