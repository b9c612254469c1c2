using System.Globalization;
using System.Text.RegularExpressions;

namespace OptimNotebookExt.Host.Notebooks.Checks;

/// <summary>Takes the images out of an output: a drawing changes with the last digit of its data, so it is compared by its alt text and its size.</summary>
internal static partial class OutputImages
{
    // A curve that runs a little differently takes a little more or less to write down.
    private const double MostGrowth = 1.5;

    /// <summary>HTML with each image replaced by its number, and the sizes of the images.</summary>
    internal static (string Text, List<int> Sizes) Split(string html)
    {
        List<int> sizes = [];
        var text = DataPattern().Replace(html, match =>
        {
            sizes.Add(match.Length);
            return string.Create(CultureInfo.InvariantCulture, $"image-{sizes.Count}:{match.Groups["type"].Value}");
        });
        return (text, sizes);
    }

    /// <summary>The first difference, or null.</summary>
    internal static string? Difference(IReadOnlyList<int> committed, IReadOnlyList<int> now)
    {
        if (committed.Count != now.Count)
            return string.Create(CultureInfo.InvariantCulture, $"there were {committed.Count} images, now there are {now.Count}");
        for (var i = 0; i < now.Count; i++)
        {
            if (now[i] > committed[i] * MostGrowth || committed[i] > now[i] * MostGrowth)
                return string.Create(CultureInfo.InvariantCulture, $"image {i + 1} had {committed[i]} characters, now {now[i]}");
        }
        return null;
    }

    [GeneratedRegex("data:(?<type>image/[a-z+]+);base64,[A-Za-z0-9+/=]+")]
    private static partial Regex DataPattern();
}
