using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>A figure as HTML: an image that always reads, and a script that makes it interactive where it can.</summary>
internal static class FigureHtml
{
    internal static string Of(Figure figure, FigureSettings settings)
    {
        var html = new StringBuilder();
        Append(html, figure, settings);
        return html.ToString();
    }

    internal static string Page(Figure figure, FigureSettings settings)
    {
        var title = Encode(figure.Title.Length > 0 ? figure.Title : figure.Alt);
        return $"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n</head>\n<body>\n{Of(figure, settings)}</body>\n</html>\n";
    }

    private static void Append(StringBuilder html, Figure figure, FigureSettings settings)
    {
        var svg = Encoding.UTF8.GetBytes(FigurePainter.Svg(figure, withNotes: false, out var painter));
        var json = settings.Interactive ? PlotlyJson.Bytes(figure) : null;
        html.Append("<figure style=\"margin:0\"");
        if (json is not null)
            html.Append(CultureInfo.InvariantCulture, $" data-optim-figure=\"{Id(json)}\"");
        html.Append(CultureInfo.InvariantCulture, $">\n<img alt=\"{Encode(figure.Alt)}\" width=\"{painter.Width:0}\" height=\"{painter.Height:0}\" style=\"max-width:100%;height:auto\" src=\"data:image/svg+xml;base64,{Convert.ToBase64String(svg)}\">\n");
        html.Append("<figcaption>").Append(Encode(figure.Caption ?? figure.Alt));
        foreach (var note in figure.Notes)
            html.Append("<br><small>").Append(Encode(note)).Append("</small>");
        html.Append("</figcaption>\n");
        if (json is not null)
            PlotlyLoader.Append(html, Id(json), json, settings.Plotly);
        html.Append("</figure>\n");
    }

    private static string Id(byte[] json) => Convert.ToHexString(SHA256.HashData(json), 0, 6);

    private static string Encode(string text) => Markup.Encode(text);
}
