using System.Globalization;
using System.Text;

namespace OptimNotebookExt.Recording;

/// <summary>A history as a short text.</summary>
internal static class HistoryText
{
    private const int ShownParameters = 20;

    private static readonly string[] Figures = ["param_rms", "update_rms", "relative_update", "cos_update_gradient", "clipped_fraction"];

    internal static string Of(HistorySnapshot history)
    {
        var text = new StringBuilder("History");
        text.Append(history.Optimizer is { } optimizer ? $" of {optimizer}" : "");
        text.Append(history.Level is { } level ? $", {level}" : "");
        text.Append(history.Every is { } every ? string.Create(CultureInfo.InvariantCulture, $", every {every} steps") : "");
        if (history.Steps.IsEmpty)
            return text.Append(": no samples yet").ToString();
        text.Append(CultureInfo.InvariantCulture, $": {history.Steps.Length} samples, steps {history.Steps[0]}–{history.Steps[^1]}");
        text.Append("\nfirst → last:");
        foreach (var (name, values) in history.Values.Where(c => c.Key is "loss" or "lr" || c.Key.EndsWith("/lr", StringComparison.Ordinal)))
            text.Append(CultureInfo.InvariantCulture, $" {name} {values[0]:G4} → {values[^1]:G4};");
        if (history.Dominating[^1] is { } dominating)
            text.Append(CultureInfo.InvariantCulture, $" {dominating} dominates the update ({history["dominating_share"][^1]:P0})");
        return text.Append(Table(history)).ToString();
    }

    private static string Table(HistorySnapshot history)
    {
        var names = history.Parameters;
        if (names.IsEmpty)
            names = [.. history.Columns.Keys.Where(k => k.EndsWith("/update_rms", StringComparison.Ordinal)).Select(k => k[..^"/update_rms".Length])];
        var figures = Figures.Where(f => names.Any(n => history.Columns.ContainsKey($"{n}/{f}"))).ToArray();
        var width = names.Take(ShownParameters).Select(n => n.Length).Append("last sample".Length).Max();
        var text = new StringBuilder($"\n{"last sample".PadRight(width)}");
        foreach (var figure in figures)
            text.Append($"  {figure.PadLeft(9)}");
        foreach (var name in names.Take(ShownParameters))
        {
            text.Append($"\n{name.PadRight(width)}");
            foreach (var figure in figures)
            {
                var value = history.Columns.TryGetValue($"{name}/{figure}", out var values) && !double.IsNaN(values[^1]) ? values[^1].ToString("G4", CultureInfo.InvariantCulture) : "–";
                text.Append($"  {value.PadLeft(Math.Max(figure.Length, 9))}");
            }
        }
        if (names.Length > ShownParameters)
            text.Append(CultureInfo.InvariantCulture, $"\n… and {names.Length - ShownParameters} more parameters");
        return text.ToString();
    }
}
