using System.Text.RegularExpressions;

namespace OptimNotebookExt.Host.Sessions;

/// <summary>
/// What a value becomes as HTML where neither it nor anybody else says how. The formatters of .NET Interactive encode texts,
/// but write those of values nested deeper than six levels, and of circles, as they are. So what is not the markup of a plain
/// table or text is encoded here.
/// </summary>
internal static partial class MarkupGuard
{
    internal static string Encode(string html) => MarkPattern().Replace(html, mark =>
        mark.Groups["ours"].Success ? "" : mark.Groups["good"].Success ? mark.Value : "&lt;");

    // "ours": the scripts of our own views within a table of several; their images stay. "good": what may stand as it is.
    [GeneratedRegex("""
        (?<ours><script>\(function.*?</script>)
        |(?<good></?(a|b|blockquote|br|caption|code|dd|details|div|dl|dt|em|figcaption|figure|h[1-6]|hr|i|img|kbd|li|mark|ol|p|pre|small|span|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|tr|u|ul)
            (\s+((align|alt|cellpadding|class|colspan|data-[a-z-]+|height|open|rowspan|scope|title|width)(="[^"<>]*")?
                |href="(https?:|mailto:|\#)[^"<>]*"
                |src="(https?:|data:image/)[^"<>]*"
                |style="[a-z0-9 :;.,%\#-]*"))*\s*/?>)
        |(?<good><!--[^<>]*-->)
        |<
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex MarkPattern();
}
