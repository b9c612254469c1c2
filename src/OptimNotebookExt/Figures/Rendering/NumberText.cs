using System.Globalization;

namespace OptimNotebookExt.Figures.Rendering;

/// <summary>Numbers as people write them: a real minus sign, powers of ten with raised exponents.</summary>
internal static class NumberText
{
    private static readonly NumberFormatInfo s_grouped = new() { NumberGroupSeparator = "\u202f", NumberDecimalSeparator = "." };

    /// <summary>The texts of the ticks of one axis, alike in form.</summary>
    internal static string[] Ticks(double[] ticks, bool log)
    {
        if (ticks.Length == 0)
            return [];
        var largest = ticks.Max(Math.Abs);
        // A log axis of less than a decade has the ticks of a linear one.
        if (log && ticks.All(t => Power(t) is not null))
        {
            return largest > 1e4 || ticks.Min() < 1e-3 ? [.. ticks.Select(t => Power(t)!)]
                : [.. ticks.Select(t => Plain(t, Decimals(t), grouped: false))];
        }
        var step = ticks.Length > 1 ? ticks.Zip(ticks.Skip(1), (a, b) => b - a).Min() : largest;
        var exponent = largest == 0 || (largest < 1e6 && largest >= 1e-3) ? 0 : (int)Math.Floor(Math.Log10(largest) + 1e-9);
        var unit = Math.Pow(10, exponent);
        var decimals = step > 0 ? Math.Clamp((int)Math.Ceiling(-Math.Log10(step / unit) - 1e-6), 0, 15) : 0;
        return [.. ticks.Select(t => t == 0 ? "0" : exponent == 0 ? Plain(t, decimals, largest >= 9999.5) : Plain(t / unit, decimals, grouped: false) + "×10" + Raised(exponent))];
    }

    /// <summary>A number on its own, with four significant digits.</summary>
    internal static string Short(double value)
    {
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? "NaN" : value > 0 ? "+∞" : "−∞";
        var size = Math.Abs(value);
        if (size == 0 || (size >= 1e-3 && size < 1e5))
            return value.ToString(size >= 1000 ? "0.#" : "G4", CultureInfo.InvariantCulture).Replace('-', '−');
        var parts = value.ToString("0.###e0", CultureInfo.InvariantCulture).Split('e');
        return parts[0].Replace('-', '−') + "×10" + Raised(int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private static int Decimals(double value) => Math.Max(0, -(int)Math.Floor(Math.Log10(value) + 1e-9));

    private static string Plain(double value, int decimals, bool grouped) =>
        value.ToString((grouped ? "N" : "F") + decimals.ToString(CultureInfo.InvariantCulture), s_grouped).Replace('-', '−');

    /// <summary>1 as "1", 1000 as "10³", 0.02 as "2×10⁻²"; null where that takes more than one digit.</summary>
    private static string? Power(double value)
    {
        if (value <= 0)
            return null;
        var exponent = (int)Math.Floor(Math.Log10(value) + 1e-9);
        var mantissa = value / Math.Pow(10, exponent);
        if (Math.Abs(mantissa - Math.Round(mantissa)) > 1e-6)
            return null;
        var text = exponent == 0 ? "" : "10" + Raised(exponent);
        return Math.Round(mantissa) == 1 ? (text.Length == 0 ? "1" : text)
            : Math.Round(mantissa).ToString(CultureInfo.InvariantCulture) + (text.Length == 0 ? "" : "×" + text);
    }

    private static string Raised(int exponent) => string.Concat(exponent.ToString(CultureInfo.InvariantCulture).Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));
}
