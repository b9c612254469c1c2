using OptimNotebookExt.Views;

namespace OptimNotebookExt.Notebook;

/// <summary>TorchSharp's own types in a notebook: tensors, modules and optimizers through our views, and as JSON for a host's list of variables.</summary>
public static class ForeignTypes
{
    /// <summary>The formatters, for a host to register; HTML is what it shall try first.</summary>
    public static IReadOnlyList<ForeignFormatter> Formatters { get; } =
    [
        .. ForeignFormatters.All.SelectMany(foreign => new ForeignFormatter[]
        {
            new(foreign.Type, "text/html", (value, writer) => writer.Write(View.Of(value)!.ToHtml())),
            new(foreign.Type, "text/plain", (value, writer) => writer.Write(View.Of(value)!.ToString())),
            new(foreign.Type, ViewJson.MimeType, (value, writer) => writer.Write(ViewJson.Of(value))),
        }),
    ];
}
