using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OptimNotebookExt.Host.Kernels.Wire;

namespace OptimNotebookExt.Host.Kernels;

/// <summary>The cells that were run, for clients that offer them again.</summary>
internal sealed class History
{
    private readonly List<string> _cells = [];

    /// <summary>The number of the last cell.</summary>
    internal int Count => _cells.Count;

    /// <summary>Adds a cell; its number, from 1.</summary>
    internal int Add(string code)
    {
        _cells.Add(code);
        return _cells.Count;
    }

    /// <summary>The content of a <c>history_reply</c>.</summary>
    internal JsonObject Reply(KernelMessage request)
    {
        var numbered = _cells.Select((code, i) => (Number: i + 1, Code: code));
        var most = Math.Max(0, request.Number("n") ?? int.MaxValue);
        var found = request["hist_access_type"] switch
        {
            "range" => request.Number("session") is null or 0 ? numbered.Where(c => c.Number >= (request.Number("start") ?? 1) && c.Number < (request.Number("stop") ?? int.MaxValue)) : [],
            "search" => Matching(numbered, request).TakeLast(most),
            _ => numbered.TakeLast(most),
        };
        var withOutput = request.Flag("output", missing: false);
        return new JsonObject
        {
            ["status"] = "ok",
            ["history"] = new JsonArray([.. found.Select(c => new JsonArray(0, c.Number, withOutput ? new JsonArray(c.Code, null) : c.Code))]),
        };
    }

    private static IEnumerable<(int Number, string Code)> Matching(IEnumerable<(int Number, string Code)> cells, KernelMessage request)
    {
        var pattern = "^" + Regex.Escape(request["pattern"] ?? "*").Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal) + "$";
        var found = cells.Where(c => Regex.IsMatch(c.Code, pattern, RegexOptions.Singleline | RegexOptions.NonBacktracking));
        return request.Flag("unique", missing: false) ? found.Reverse().DistinctBy(c => c.Code).Reverse() : found;
    }
}
