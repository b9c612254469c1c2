namespace OptimNotebookExt.Host.Reports.Charts;

/// <summary>Colour and marker of a series; both differ from series to series, so that colour never carries the meaning alone.</summary>
/// <param name="Color">A mid tone that keeps a contrast of about 3:1 and more on white and on near black.</param>
/// <param name="Marker">SVG path of the marker around the origin, about 8 units wide.</param>
internal sealed record SeriesStyle(string Color, string Marker)
{
    // Okabe and Ito's colours for all kinds of colour vision, the light ones darkened to be seen on white.
    private static readonly string[] Colors =
        ["#2b83c6", "#d55e00", "#12936c", "#b8629a", "#a87a00", "#3a94b5", "#8a6fd1"];

    // Circle, square, triangle, diamond, cross: 5 against 7 colours repeats only after 35 series.
    private static readonly string[] MarkerPaths =
    [
        "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
        "M-3.6-3.6h7.2v7.2h-7.2z",
        "M0-4.6L4.6 3.6H-4.6z",
        "M0-5L5 0L0 5L-5 0z",
        "M-4.2-2.2L-2.2-4.2L0-2L2.2-4.2L4.2-2.2L2 0L4.2 2.2L2.2 4.2L0 2L-2.2 4.2L-4.2 2.2L-2 0z",
    ];

    internal static SeriesStyle Number(int index) => new(Colors[index % Colors.Length], MarkerPaths[index % MarkerPaths.Length]);
}
