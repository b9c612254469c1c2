using OptimNotebookExt.Figures;

namespace OptimNotebookExt.Views.Measuring;

/// <summary>A matrix beside its drift from I and its spectrum, as one figure.</summary>
internal static class MatrixFigure
{
    internal static Figure Of(MatrixFacts facts, string name, string noun)
    {
        List<Figure> parts = [Map(facts.Map, facts.Drift is null ? "elements" : "A (white is 1)")];
        if (facts.Drift is { } drift)
            parts.Add(Map(drift, "A − I (white is 0)"));
        var what = $"The {noun} {name} of {facts.Measures.Rows} rows and {facts.Measures.Columns} columns as a heat map";
        if (facts.Spectrum is { IsEstimated: false, Values.Length: > 1 } spectrum && spectrum.Greatest > 0)
        {
            parts.Add(Figure.Spectrum($"{spectrum.Name}s", $"The {spectrum.Name}s of {name} by rank.", spectrum.Values, spectrum.Name));
            what += $", and its {spectrum.Name}s from {ViewText.Number(spectrum.Greatest)} down to {ViewText.Number(spectrum.Least)}";
        }
        return parts.Count == 1 ? Figure.HeatMap("", what + ".", facts.Map) : Figure.Beside("", what + ".", parts);
    }

    private static Figure Map(HeatMapSeries map, string title) => Figure.HeatMap(title, $"The {title} as a heat map.", map);
}
