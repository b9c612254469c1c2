using System.Diagnostics;
using OptimNotebookExt.Notebook;

namespace OptimNotebookExt.Views;

/// <summary>
/// What a reader sees of a value: HTML that reads without scripts and styles, and text for a terminal. A view is made
/// from plain values, so that it may outlive what it shows, and drawing it changes nothing.
/// </summary>
[TypeFormatterSource(typeof(ViewFormatterSource))]
[DebuggerDisplay("{Summary,nq}")]
public abstract class View
{
    /// <summary>One line that says what is shown.</summary>
    public abstract string Summary { get; }

    /// <summary>HTML without scripts of its own, styles or inline SVG: headings, tables, details and the figures' images.</summary>
    public string ToHtml() => Draw(() =>
    {
        var html = new HtmlWriter();
        Write(html);
        return html.ToString();
    }, HtmlWriter.Encode);

    /// <summary>The same content as text.</summary>
    public sealed override string ToString() => Draw(() =>
    {
        var text = new TextTableWriter();
        Write(text);
        return text.ToString();
    }, t => t);

    /// <summary>Writes the content once; the writer decides whether it becomes HTML or text.</summary>
    private protected abstract void Write(ViewWriter writer);

    /// <summary>Writes the content as part of another view.</summary>
    internal void WriteTo(ViewWriter writer) => Write(writer);

    /// <summary>The view of a value, or null where none is registered for its type.</summary>
    /// <param name="value">Any value; a view is its own view.</param>
    internal static View? Of(object value) => value as View ?? ViewCatalog.Of(value);

    /// <summary>Whatever goes wrong while drawing is said in place of the drawing.</summary>
    private string Draw(Func<string> draw, Func<string, string> encode)
    {
        try
        {
            return draw();
        }
#pragma warning disable CA1031 // nothing may throw out of a formatter
        catch (Exception e)
#pragma warning restore CA1031
        {
            return encode($"{GetType().Name} cannot be drawn: {e.Message}");
        }
    }
}
