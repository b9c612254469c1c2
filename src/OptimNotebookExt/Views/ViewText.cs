using System.Globalization;
using OptimNotebookExt.Figures.Rendering;

namespace OptimNotebookExt.Views;

/// <summary>Numbers and shapes as all views write them.</summary>
internal static class ViewText
{
    private const string NumberCharacters = "0123456789.,+-−eE×⁻⁰¹²³⁴⁵⁶⁷⁸⁹∞%\u202f";

    /// <summary>Four significant digits, powers of ten with raised exponents, "NaN", "+∞".</summary>
    internal static string Number(double value) => NumberText.Short(value);

    /// <summary>A count with its thousands apart.</summary>
    internal static string Count(long count)
    {
        var digits = Math.Abs(count).ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u202f');
        return count < 0 ? "−" + digits : digits;
    }

    /// <summary>"1 parameter", "3 parameters".</summary>
    internal static string Count(long count, string singular) => $"{Count(count)} {singular}{(count == 1 ? "" : "s")}";

    /// <summary>"least … greatest", or the one value where they are the same.</summary>
    internal static string Range(double least, double greatest) =>
        double.IsNaN(least) ? "–" : least == greatest ? Number(least) : $"{Number(least)} … {Number(greatest)}";

    /// <summary>As torch prints it: [3, 4]; [] for a scalar.</summary>
    internal static string Shape(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";

    /// <summary>Whether a cell reads as a number, so that its column is right-aligned; an empty cell and "–" do.</summary>
    internal static bool IsNumber(string text) => text is "NaN" or "–" || text.All(c => NumberCharacters.Contains(c, StringComparison.Ordinal));
}
