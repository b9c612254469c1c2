namespace OptimNotebookExt.Figures.Rendering;

/// <summary>
/// The looks of a figure. An image cannot see whether its page is light or dark, so every colour is a mid-tone: the luminance
/// 0.20 of the ink has the contrast 4.1 on white and on #1e1e1e alike, the most that both can have; series colours have at least 3.
/// </summary>
internal static class Theme
{
    /// <summary>Texts and axes.</summary>
    internal const string Ink = "#7d7d7d";

    internal const string FontFamily = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

    internal const double TitleSize = 15;
    internal const double PanelTitleSize = 13;
    internal const double LabelSize = 12;
    internal const double TickSize = 11;

    /// <summary>After Okabe and Ito, moved to mid-tones; neighbours also differ in lightness.</summary>
    private static readonly string[] s_colors = ["#1f77c0", "#d55e00", "#009e73", "#b565a7", "#a88300", "#3d9fc9", "#c2504f", "#7f7f7f"];

    private static readonly double[][] s_dashes = [[], [7, 3], [2, 2.5], [9, 3, 2, 3], [12, 4], [4, 4], [9, 3, 2, 3, 2, 3], [1.5, 5]];

    internal static Stroke Grid { get; } = new(Ink, 0.7, [], 0.28);

    internal static Stroke Frame { get; } = new(Ink, 1, [], 0.8);

    internal static string Color(int index) => s_colors[index % s_colors.Length];

    /// <summary>Steps once more after each round of colours, so that equal colours have other dashes.</summary>
    internal static double[] Dash(int index) => s_dashes[(index + index / s_colors.Length) % s_dashes.Length];

    internal static MarkerShape Marker(int index) => (MarkerShape)(index % 6);
}
