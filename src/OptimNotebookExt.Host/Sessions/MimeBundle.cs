namespace OptimNotebookExt.Host.Sessions;

/// <summary>One content in several formats; the richest comes first.</summary>
internal sealed record MimeBundle(IReadOnlyList<KeyValuePair<string, string>> Formats)
{
    internal const string Html = "text/html";
    internal const string Plain = "text/plain";

    internal static MimeBundle Text(string text) => new([new(Plain, text)]);

    internal static MimeBundle Page(string html, string text) => new([new(Html, html), new(Plain, text)]);

    /// <summary>The content in a format, or null.</summary>
    internal string? this[string mimeType] => Formats.FirstOrDefault(f => f.Key == mimeType).Value;
}
