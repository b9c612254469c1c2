using OptimNotebookExt.Diagnostics;

namespace OptimNotebookExt.Views;

/// <summary>A column of the table of diagnostics: its text, and the key that it is sorted by.</summary>
internal sealed record DiagnosticsColumn(string Name, Func<TensorDiagnostic, object> Key, Func<TensorDiagnostic, string> Text) : IComparer<object>
{
    internal static IReadOnlyList<DiagnosticsColumn> All { get; } =
    [
        new("tensor", t => t.Name, t => t.Name),
        new("kind", t => (double)t.Kind, t => Kind(t.Kind)),
        new("shape", t => (double)t.Shape.Count, t => t.Records == 0 ? "–" : $"[{string.Join(", ", t.Shape.Select(n => n < 0 ? "*" : ViewText.Count(n)))}]"),
        Number("records", t => t.Records),
        Number("count", t => t.Values.Count),
        Number("non-finite", t => t.Values.NonFinite),
        Number("mean", t => t.Values.Mean),
        Number("abs", t => t.Values.AbsMean),
        Number("rms", t => t.Values.Rms),
        Number("positive", t => t.Values.PositiveFraction),
        Number("min", t => t.Values.Minimum),
        Number("max", t => t.Values.Maximum),
    ];

    internal static string Kind(DiagnosedTensorKind kind) => kind switch
    {
        DiagnosedTensorKind.Output => "output",
        DiagnosedTensorKind.OutputGradient => "output gradient",
        DiagnosedTensorKind.Parameter => "parameter",
        _ => "parameter gradient",
    };

    public int Compare(object? x, object? y) => x is string a && y is string b
        ? string.CompareOrdinal(a, b)
        : ((double)x!).CompareTo((double)y!);

    internal bool IsMissing(TensorDiagnostic tensor) => Key(tensor) is double.NaN;

    private static DiagnosticsColumn Number(string name, Func<TensorDiagnostic, long> value) => new(name, t => (double)value(t), t => ViewText.Count(value(t)));

    private static DiagnosticsColumn Number(string name, Func<TensorDiagnostic, double> value) =>
        new(name, t => value(t), t => double.IsNaN(value(t)) ? "–" : ViewText.Number(value(t)));
}
