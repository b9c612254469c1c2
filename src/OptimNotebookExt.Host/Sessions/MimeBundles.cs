using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Host.Sessions;

/// <summary>Formats values: what has a view through it, everything else as .NET Interactive does, with plain text beside it.</summary>
internal static partial class MimeBundles
{
    private const string Null = "<null>";

    // The formatter of objects follows a node to its root, that is in a circle, and ends with its text as markup.
    static MimeBundles() =>
        Formatter.Register<JsonNode>((node, writer) => writer.Write($"<pre>{WebUtility.HtmlEncode(node.ToString())}</pre>"), HtmlFormatter.MimeType);

    /// <summary>Every format that suits a value.</summary>
    internal static MimeBundle Of(object? value)
    {
        if (value is null)
            return MimeBundle.Text(Null);
        if (View.Of(value) is { } view)
            return MimeBundle.Page(view.ToHtml(), view.ToString());
        var type = value.GetType();
        // A number in a box of HTML says no more than the number.
        if (type.IsPrimitive || type.IsEnum || value is string or decimal or DateTime or DateTimeOffset or TimeSpan or Guid)
            return MimeBundle.Text(Format(value, MimeBundle.Plain));
        List<KeyValuePair<string, string>> formats = [];
        foreach (var mimeType in Formatter.GetPreferredMimeTypesFor(type).Distinct())
        {
            var text = WithoutStyle(Format(value, mimeType));
            formats.Add(new(mimeType, mimeType == MimeBundle.Html && IsUnasked(value) ? MarkupGuard.Encode(text) : text));
        }
        // Markup has no text form but itself.
        if (formats.All(f => f.Key != MimeBundle.Plain) && value is not IHtmlContent)
            formats.Add(new(MimeBundle.Plain, Format(value, MimeBundle.Plain)));
        return new MimeBundle(formats);
    }

    /// <summary>Whether nobody has said how the value is to become HTML: neither its type nor a formatter that was registered.</summary>
    private static bool IsUnasked(object value) =>
        value is not IHtmlContent
        && value.GetType().GetCustomAttributes(inherit: true).All(a => a.GetType().Name != "TypeFormatterSourceAttribute")
        && Formatter.GetPreferredFormatterFor(value.GetType(), MimeBundle.Html).GetType() is { IsGenericType: true } formatter
        && formatter.GetGenericTypeDefinition() == typeof(HtmlFormatter<>);

    /// <summary>One format that the user asked for.</summary>
    /// <param name="value">The value; a string is taken as content of that format.</param>
    /// <param name="mimeType">As <c>text/html</c> or <c>image/svg+xml</c>.</param>
    internal static MimeBundle Of(object? value, string mimeType) =>
        new([new(mimeType, value as string ?? Format(value, mimeType))]);

    /// <summary>The formatters end what they write with a style sheet, the same each time; it would apply to the whole page.</summary>
    private static string WithoutStyle(string html) => StylePattern().Replace(html, "");

    private static string Format(object? value, string mimeType) => value?.ToDisplayString(mimeType) ?? Null;

    [GeneratedRegex(@"<style>\s*\.dni-.*?</style>", RegexOptions.Singleline)]
    private static partial Regex StylePattern();
}
