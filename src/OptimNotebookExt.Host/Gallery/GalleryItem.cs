using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Host.Gallery;

/// <summary>An entry as it was drawn.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="View">What it made.</param>
/// <param name="Html">The view's HTML.</param>
/// <param name="Images">The SVG images in it, as a browser sees them.</param>
/// <param name="Milliseconds">Time of drawing the HTML once more, after it had been drawn before.</param>
internal sealed partial record GalleryItem(GalleryEntry Entry, View View, string Html, IReadOnlyList<byte[]> Images, double Milliseconds)
{
    /// <summary>What a reader hears in the place of the view.</summary>
    internal string Alt => View.Summary.Split(' ').Length >= 5 ? View.Summary : $"{Entry.Name}: {View.Summary}";

    internal int HtmlBytes => Encoding.UTF8.GetByteCount(Html);

    internal int LargestImage => Images.Select(i => i.Length).DefaultIfEmpty(0).Max();

    internal static GalleryItem Draw(GalleryEntry entry, GalleryData data)
    {
        var view = entry.Create(data);
        var html = view.ToHtml();
        var start = Stopwatch.GetTimestamp();
        _ = view.ToHtml();
        var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return new GalleryItem(entry, view, html, [.. Image().Matches(html).Select(m => Convert.FromBase64String(m.Groups[1].Value))], time);
    }

    /// <summary>The file of an image, relative to the page.</summary>
    internal string ImageFile(int index) => $"figures/{Entry.Slug}{(Images.Count > 1 ? $"-{index + 1}" : "")}.svg";

    [GeneratedRegex("src=\"data:image/svg\\+xml;base64,([^\"]*)\"")]
    private static partial Regex Image();
}
