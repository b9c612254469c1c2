using System.Text;

namespace OptimNotebookExt.Host.Reports.Charts;

/// <summary>An image of the report.</summary>
/// <param name="Svg">The image as an SVG document.</param>
/// <param name="Alt">What it shows, in one sentence with its numbers.</param>
/// <param name="Caption">What stands under it.</param>
internal sealed record Figure(string Svg, string Alt, string Caption)
{
    /// <summary>The image inside the page itself. As base64 it holds no address, not even the name space of SVG.</summary>
    internal string DataUri => "data:image/svg+xml;base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes(Svg));
}
