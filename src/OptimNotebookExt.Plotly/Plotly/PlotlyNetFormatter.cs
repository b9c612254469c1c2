using System.Reflection;
using Plotly.NET;

namespace OptimNotebookExt.Plotly;

/// <summary>Makes a <see cref="GenericChart"/> that a cell returns draw itself, as Plotly.NET.Interactive does.</summary>
/// <remarks>
/// A chart is a type of Plotly.NET, which cannot carry an attribute of ours, and it cannot be derived from. So the formatter is
/// registered with the host's own Microsoft.DotNet.Interactive.Formatting, found by name among the loaded libraries: no reference to
/// it is needed. Where a host has another way of formatting, return <c>new PlotlyNetView(chart)</c>.
/// </remarks>
public static class PlotlyNetFormatter
{
    private const string Html = "text/html";

    /// <summary>
    /// Registers the formatter; <see cref="Figures.PlotlyNetExtensions.ToPlotlyNet"/> calls it, and the package when a notebook loads
    /// it. A formatter that is there already, as that of Plotly.NET.Interactive or of the user, stays.
    /// </summary>
    /// <returns>Whether charts have a formatter now: false where the host has no such library or cannot load Plotly.NET.</returns>
    public static bool Register()
    {
        try
        {
            // More than one where libraries are loaded in contexts of their own.
            var formatters = AppDomain.CurrentDomain.GetAssemblies()
                .Where(assembly => assembly.GetName().Name == "Microsoft.DotNet.Interactive.Formatting")
                .Select(assembly => assembly.GetType("Microsoft.DotNet.Interactive.Formatting.Formatter"))
                .OfType<Type>().ToArray();
            return formatters.Length > 0 && formatters.All(Register);
        }
        catch (Exception e) when (PlotlyNetUnavailableException.Explains(e))
        {
            return false;
        }
    }

    private static bool Register(Type formatter)
    {
        if (HasFormatter(formatter))
            return true;
        var register = formatter.GetMethod("Register", [typeof(Type), typeof(Action<object, TextWriter>), typeof(string)]);
        register?.Invoke(null, [typeof(GenericChart), (Action<object, TextWriter>)Write, Html]);
        return register is not null;
    }

    private static bool HasFormatter(Type formatter)
    {
        var known = formatter.GetMethod("RegisteredFormatters", [typeof(bool)])?.Invoke(null, [false]) as IEnumerable<object> ?? [];
        return known.Any(entry => Property(entry, "Type") is Type type && type == typeof(GenericChart) && Property(entry, "MimeType") is Html);
    }

    private static object? Property(object entry, string name) =>
        entry.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance)?.GetValue(entry);

    private static void Write(object chart, TextWriter writer) => writer.Write(ChartHtml.Of((GenericChart)chart));
}
