using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.QuickInfo;

namespace OptimNotebookExt.Host.Sessions.Code;

/// <summary>Completion and help for code that is being written, by Roslyn's own services.</summary>
internal sealed class CodeHelp(CSharpSession session) : IDisposable
{
    private readonly CodeDocuments _documents = new(session, MefHostServices.DefaultHost);

    /// <summary>What fits at the caret.</summary>
    internal async Task<CodeItems> CompleteAsync(string code, int caret, CancellationToken stop)
    {
        if (OfMagic(code, caret) is { } magic)
            return magic;
        var text = CodeWithoutDirectives.Of(code);
        var document = _documents.Of(text);
        var service = CompletionService.GetService(document)!;
        var found = await service.GetCompletionsAsync(document, caret, cancellationToken: stop).ConfigureAwait(false);
        if (found.ItemsList.Count == 0)
            return new CodeItems(caret, caret, []);
        var typed = text[found.Span.Start..Math.Max(found.Span.Start, Math.Min(caret, found.Span.End))];
        var items = found.ItemsList.Where(i => i.FilterText.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(i => i.FilterText.StartsWith(typed, StringComparison.Ordinal))
            .ThenBy(i => i.SortText, StringComparer.Ordinal)
            .Select(i => (i.DisplayText, Kind(i)))
            // A method and an extension method of one name.
            .DistinctBy(i => i.DisplayText);
        return new CodeItems(found.Span.Start, found.Span.End, [.. items]);
    }

    /// <summary>Signature and documentation of what stands at the caret, or null.</summary>
    internal async Task<string?> DescribeAsync(string code, int caret, CancellationToken stop)
    {
        var document = _documents.Of(CodeWithoutDirectives.Of(code));
        var service = QuickInfoService.GetService(document)!;
        // A caret behind a name means the name.
        var item = await service.GetQuickInfoAsync(document, caret, stop).ConfigureAwait(false)
            ?? (caret > 0 ? await service.GetQuickInfoAsync(document, caret - 1, stop).ConfigureAwait(false) : null);
        return item is null || item.Sections.IsEmpty ? null : string.Join("\n\n", item.Sections.Select(s => s.Text.Trim()).Where(s => s.Length > 0));
    }

    public void Dispose() => _documents.Dispose();

    private CodeItems? OfMagic(string code, int caret)
    {
        var start = caret == 0 ? 0 : code.LastIndexOf('\n', caret - 1) + 1;
        var end = code.IndexOf('\n', start) is >= 0 and var found ? found : code.Length;
        var line = code[start..end];
        if (!line.TrimStart().StartsWith("#!", StringComparison.Ordinal))
            return null;
        var first = start + line.Length - line.TrimStart().Length;
        var space = code.AsSpan(first, end - first).IndexOfAny(' ', '\t');
        var last = space < 0 ? end : first + space;
        if (caret <= last)
        {
            var typed = code[first..Math.Max(first, caret)];
            return new CodeItems(first, last, [.. session.Magics.All.Where(m => m.Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).Select(m => (m.Name, "magic"))]);
        }
        var offers = session.Magics.Find(code[first..last])?.Complete(line, caret - start, session).ToArray() ?? [];
        return offers.Length == 0
            ? new CodeItems(caret, caret, [])
            : new CodeItems(start + offers[0].Start, start + offers[0].Start + offers[0].Length, [.. offers.Select(o => (o.Text, "option"))]);
    }

    private static string Kind(CompletionItem item) => item.Tags.Length == 0 ? "text" : item.Tags[0].ToLowerInvariant();
}
