using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OptimNotebookExt.Host.Notebooks.Reports;

/// <summary>Outputs as HTML, each in its richest format that a page without scripts can show.</summary>
internal static partial class OutputHtml
{
    internal static void Write(StringBuilder html, JsonArray outputs)
    {
        foreach (var output in outputs.OfType<JsonObject>())
        {
            switch (Text(output["output_type"]))
            {
                case "stream":
                    var error = Text(output["name"]) == "stderr";
                    html.Append(error ? "<pre class=\"stderr\">" : "<pre>").Append(Encode(Settled(Text(output["text"])))).Append("</pre>\n");
                    break;
                case "error":
                    html.Append("<pre class=\"error\">").Append(Encode(Error(output))).Append("</pre>\n");
                    break;
                case "display_data" or "execute_result" when output["data"] is JsonObject data:
                    html.Append("<div class=\"value\">").Append(Value(data)).Append("</div>\n");
                    break;
            }
        }
    }

    private static string Error(JsonObject output)
    {
        var lines = output["traceback"] is JsonArray traceback ? string.Join('\n', traceback.Select(Text)) : "";
        return lines.Length > 0 ? EscapePattern().Replace(lines, "") : $"{Text(output["ename"])}: {Text(output["evalue"])}";
    }

    private static string Value(JsonObject data)
    {
        if (data["text/html"] is { } html)
            return Text(html);
        foreach (var type in (string[])["image/png", "image/jpeg", "image/gif"])
        {
            if (data[type] is { } image)
                return $"<img alt=\"{Encode(Alt(data))}\" src=\"data:{type};base64,{Encode(string.Concat(Text(image).Split()))}\">";
        }
        if (data["image/svg+xml"] is { } svg)
            return $"<img alt=\"{Encode(Alt(data))}\" src=\"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(svg)))}\">";
        if (data["text/markdown"] is { } markdown)
            return MarkdownHtml.Render(Text(markdown), _ => null);
        if (data["text/latex"] is { } latex)
            return TexHtml.Render(Text(latex).Trim('$', '\n', ' '), display: true);
        return $"<pre>{Encode(data["text/plain"] is { } plain ? Text(plain) : data.FirstOrDefault().Value?.ToString() ?? "")}</pre>";
    }

    private static string Alt(JsonObject data) => data["text/plain"] is { } plain && Text(plain) is { Length: <= 300 } text ? text : "an image";

    /// <summary>A progress line that was written over and over is shown as it stood at last.</summary>
    private static string Settled(string text) => text.Contains('\r', StringComparison.Ordinal)
        ? string.Join('\n', text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n').Select(l => l.TrimEnd('\r') is var kept ? kept[(kept.LastIndexOf('\r') + 1)..] : l))
        : text;

    private static string Text(JsonNode? node) => node is null ? "" : IpynbReader.Text(node is JsonObject ? JsonValue.Create(node.ToJsonString()) : node);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex EscapePattern();
}
