namespace OptimNotebookExt.Figures;

public sealed partial class Figure
{
    /// <summary>A matrix as coloured cells.</summary>
    /// <param name="title">The title.</param>
    /// <param name="alt">A sentence of at least five words that says what is shown.</param>
    /// <param name="values">The matrix [rows, columns].</param>
    /// <param name="scale">The colours; <see cref="ColorScale.Magnitude"/> by default.</param>
    /// <param name="name">What the values are; labels the colour bar.</param>
    public static Figure HeatMap(string title, string alt, double[,] values, ColorScale? scale = null, string name = "") =>
        HeatMap(title, alt, new HeatMapSeries(values, scale, name));

    /// <inheritdoc cref="HeatMap(string, string, double[,], ColorScale?, string)"/>
    /// <param name="title">The title.</param>
    /// <param name="alt">A sentence of at least five words that says what is shown.</param>
    /// <param name="map">The heat map.</param>
    /// <param name="caption">A text below the figure; by default the alt sentence.</param>
    public static Figure HeatMap(string title, string alt, HeatMapSeries map, string? caption = null) =>
        new(title, alt, [new Panel(new Axis("column"), new Axis("row"), [map])], caption);
}
