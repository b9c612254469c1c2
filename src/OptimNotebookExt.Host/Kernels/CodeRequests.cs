using System.Text.Json.Nodes;
using OptimNotebookExt.Host.Kernels.Wire;
using OptimNotebookExt.Host.Sessions;
using OptimNotebookExt.Host.Sessions.Code;

namespace OptimNotebookExt.Host.Kernels;

/// <summary>Answers what an editor asks about code: what fits, what it is, whether it is whole.</summary>
internal sealed class CodeRequests(Func<CSharpSession> session) : IDisposable
{
    private const int MostMatches = 2000;

    private CodeHelp? _help;
    private bool _givenBack;

    private CodeHelp Help => _help ??= new CodeHelp(session());

    public void Dispose() => _help?.Dispose();

    internal async Task<JsonObject> CompleteAsync(KernelMessage request)
    {
        var code = request["code"] ?? "";
        var found = await Help.CompleteAsync(code, Cursor(request, code), CancellationToken.None).ConfigureAwait(false);
        GiveBack();
        var start = CodePoints.Count(code, found.Start);
        var end = CodePoints.Count(code, found.End);
        var items = found.Items.Take(MostMatches).ToArray();
        return new JsonObject
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. items.Select(i => (JsonNode)i.Text)]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            ["metadata"] = new JsonObject
            {
                // What JupyterLab shows beside each.
                ["_jupyter_types_experimental"] = new JsonArray([.. items.Select(i => new JsonObject { ["text"] = i.Text, ["type"] = i.Kind, ["start"] = start, ["end"] = end })]),
            },
        };
    }

    internal async Task<JsonObject> InspectAsync(KernelMessage request)
    {
        var code = request["code"] ?? "";
        var text = await Help.DescribeAsync(code, Cursor(request, code), CancellationToken.None).ConfigureAwait(false);
        GiveBack();
        return new JsonObject
        {
            ["status"] = "ok",
            ["found"] = text is not null,
            ["data"] = text is null ? [] : new JsonObject { [MimeBundle.Plain] = text },
            ["metadata"] = new JsonObject(),
        };
    }

    internal static JsonObject IsComplete(KernelMessage request)
    {
        var (status, indent) = CodeCompleteness.Of(request["code"] ?? "");
        return indent is null ? new JsonObject { ["status"] = status } : new JsonObject { ["status"] = status, ["indent"] = indent };
    }

    /// <summary>Composing Roslyn's services once leaves 40 MiB of garbage, whose room the collector would keep (benchmarks/KernelCost).</summary>
    private void GiveBack()
    {
        if (_givenBack)
            return;
        _givenBack = true;
        _ = Task.Run(() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true));
    }

    private static int Cursor(KernelMessage request, string code) => CodePoints.Offset(code, request.Number("cursor_pos") ?? int.MaxValue);
}
