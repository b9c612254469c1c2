using System.Net;
using OptimNotebookExt.Experiments.Sweeps;
using OptimNotebookExt.Host.Reports;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Host.Sweeps;

/// <summary>A sweep as one HTML page that needs nothing else.</summary>
internal static class SweepPage
{
    internal static string Render(SweepResults results)
    {
        var view = new SweepView(results);
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{WebUtility.HtmlEncode(view.Summary)} · OptimNotebookExt</title>
            <style>
            {ReportStyle.Css}</style>
            </head>
            <body class="optimnb">
            <main>
            <header><p class="brand">OptimNotebookExt</p></header>
            {view.ToHtml()}
            </main>
            </body>
            </html>

            """;
    }
}
