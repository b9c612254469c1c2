using Microsoft.AspNetCore.Html;

namespace OptimNotebookExt.Host.Sessions;

/// <summary>What a cell can call without a prefix; the names are those of .NET Interactive, so that notebooks run in both.</summary>
public static class NotebookFunctions
{
#pragma warning disable IDE1006 // names of .NET Interactive
    /// <summary>Shows a value now, in the middle of a cell.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="mimeType">The format; by default those that suit the value.</param>
    public static DisplayedValue display(object? value, string? mimeType = null) => CSharpSession.Active.Display(value, mimeType);
#pragma warning restore IDE1006

    /// <summary>Shows a value now, in the middle of a cell.</summary>
    /// <param name="value">Any value.</param>
    /// <param name="mimeType">The format; by default those that suit the value.</param>
    public static DisplayedValue Display<T>(this T value, string? mimeType = null) => display(value, mimeType);

    /// <summary>Shows text as content of a format.</summary>
    /// <param name="content">The content.</param>
    /// <param name="mimeType">Its format, as <c>image/svg+xml</c>.</param>
    public static DisplayedValue DisplayAs(this string content, string mimeType) => display(content, mimeType);

    /// <summary>Text that is HTML and not to be encoded.</summary>
    /// <param name="content">The HTML.</param>
    public static IHtmlContent HTML(string content) => new HtmlString(content);
}
