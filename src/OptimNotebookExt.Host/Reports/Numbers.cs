using System.Globalization;

namespace OptimNotebookExt.Host.Reports;

/// <summary>Numbers as the report writes them, the same in every culture.</summary>
internal static class Numbers
{
    /// <summary>Stands for a value that was not recorded.</summary>
    internal const string Missing = "—";

    internal static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Four significant digits; powers of ten outside [0.001, 100000).</summary>
    internal static string Short(double? value)
    {
        if (value is not { } v)
            return Missing;
        if (v == 0 || !double.IsFinite(v))
            return v.ToString(CultureInfo.InvariantCulture);
        var size = Math.Abs(v);
        if (size is < 1e-3 or >= 1e5)
            return v.ToString("0.###e0", CultureInfo.InvariantCulture);
        var decimals = Math.Clamp(3 - (int)Math.Floor(Math.Log10(size)), 0, 6);
        return v.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <summary>Seconds with one decimal.</summary>
    internal static string Seconds(double? value) => value?.ToString("F1", CultureInfo.InvariantCulture) ?? Missing;
}
