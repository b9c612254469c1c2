using OptimNotebookExt.Experiments.EveCain;
using OptimNotebookExt.Figures;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Commands;

/// <summary>A form in which values of some type are written.</summary>
/// <param name="Extension">The file's extension, by which it is chosen.</param>
/// <param name="Fits">Whether a value has this form.</param>
/// <param name="Write">Writes it; the file appears whole or not at all.</param>
internal sealed record ExportFormat(string Extension, Func<object, bool> Fits, Action<object, string> Write)
{
    private static readonly ExportFormat[] All =
    [
        Of<Figure>(".html", (f, path) => f.SaveHtml(path)),
        Of<Figure>(".svg", (f, path) => f.SaveSvg(path)),
        Of<Figure>(".png", (f, path) => f.SavePng(path)),
        Of<Figure>(".json", (f, path) => AtomicFile.WriteAllText(path, f.ToPlotlyJson())),
        Of<History>(".csv", (h, path) => h.SaveCsv(path)),
        Of<History>(".json", (h, path) => h.SaveJson(path)),
        Of<HistorySnapshot>(".csv", (h, path) => h.SaveCsv(path)),
        Of<HistorySnapshot>(".json", (h, path) => h.SaveJson(path)),
        Of<EveCainResults>(".json", (r, path) => r.Save(path)),
        new(".html", HasView, (value, path) => AtomicFile.WriteAllText(path, Page(View.Of(value)!))),
        new(".txt", HasView, (value, path) => AtomicFile.WriteAllText(path, View.Of(value)! + "\n")),
    ];

    internal static IEnumerable<ExportFormat> For(object value) => All.Where(f => f.Fits(value)).DistinctBy(f => f.Extension);

    internal static ExportFormat Find(object value, string name, string path)
    {
        var extension = Path.GetExtension(path);
        var fitting = For(value).ToArray();
        if (fitting.Length == 0)
            throw new CommandException($"{name} is a {value.GetType().Name}, which cannot be written: name an optimizer, a figure, a history or a result.");
        return fitting.FirstOrDefault(f => f.Extension.Equals(extension, StringComparison.OrdinalIgnoreCase))
            ?? throw new CommandException($"'{path}' should end with {string.Join(", ", fitting.Select(f => f.Extension))} for a {value.GetType().Name}: the ending decides what is written.");
    }

    private static bool HasView(object value) => value is View || ViewCatalog.Types.Any(t => t.IsInstanceOfType(value));

    private static ExportFormat Of<T>(string extension, Action<T, string> write) => new(extension, v => v is T, (v, path) => write((T)v, path));

    private static string Page(View view) =>
        $"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>{HtmlWriter.Encode(view.Summary)}</title>\n</head>\n<body>\n{view.ToHtml()}</body>\n</html>\n";
}
