using OptimNotebookExt.Figures;

namespace OptimNotebookExt.Views.Measuring;

/// <summary>A matrix beside its drift from I and its spectrum, as one figure.</summary>
internal static class MatrixFigure
{
    /// <summary>A panel of three is some 200 pixels wide: more cells would only cost time.</summary>
    private const int MaxCells = 128;

    internal static Figure Of(MatrixFacts facts, string name, string noun)
    {
        List<Figure> parts = [];
        if (facts.Drift is null)
            parts.Add(Map(facts.Map, "elements"));
        else if (!HidesDiagonal(facts))
            parts.Add(Map(facts.Map, "A (white is 1)"));
        if (facts.Drift is { } drift)
            parts.Add(Map(Reduced(drift), "A − I (white is 0)"));
        var what = $"The {noun} {name} of {facts.Measures.Rows} rows and {facts.Measures.Columns} columns as a heat map";
        if (facts.Spectrum is { IsEstimated: false, Values.Length: > 1 } spectrum && spectrum.Greatest > 0)
        {
            parts.Add(Figure.Spectrum($"{spectrum.Name}s", $"The {spectrum.Name}s of {name} by rank.", spectrum.Values, spectrum.Name));
            what += $", and its {spectrum.Name}s from {ViewText.Number(spectrum.Greatest)} down to {ViewText.Number(spectrum.Least)}";
        }
        return Figure.Beside("", what + ".", parts);
    }

    /// <summary>A block of A stands for its value farthest from 1, which is never the diagonal's: then A - I alone is drawn.</summary>
    internal static bool HidesDiagonal(MatrixFacts facts) => facts.Drift is not null && facts.Measures.Rows > MaxCells;

    private static HeatMapSeries Reduced(HeatMapSeries map) => Math.Max(map.Rows, map.Columns) > MaxCells ? map.Reduced(MaxCells) : map;

    private static Figure Map(HeatMapSeries map, string title) => Figure.HeatMap(title, $"The {title} as a heat map.", map);
}
