using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace OptimNotebookExt.Recording;

/// <summary>The columns of a history as CSV (RFC 4180, \n line ends): step, dominating_parameter, then the numbers.</summary>
internal static class HistoryCsv
{
    private const string Step = "step";
    private const string Dominating = "dominating_parameter";

    internal static string Write(HistorySnapshot history)
    {
        var text = new StringBuilder();
        Line([Step, Dominating, .. history.Values.Select(v => v.Key)]);
        for (var row = 0; row < history.Steps.Length; row++)
            Line([history.Steps[row].ToString(CultureInfo.InvariantCulture), history.Dominating[row] ?? "", .. history.Values.Select(v => Number(v.Value[row]))]);
        return text.ToString();

        void Line(IEnumerable<string> fields) => text.AppendJoin(',', fields.Select(Quote)).Append('\n');
    }

    internal static HistorySnapshot Read(string text, string path)
    {
        var lines = Records(text, path);
        if (lines.Count == 0 || lines[0].Count < 2 || lines[0][0] != Step || lines[0][1] != Dominating)
            throw new InvalidDataException($"{path}: the first line must begin with {Step},{Dominating}.");
        var header = lines[0];
        if (header.Distinct(StringComparer.Ordinal).Count() != header.Count)
            throw new InvalidDataException($"{path}: a column is given twice.");
        var steps = new List<long>();
        for (var i = 1; i < lines.Count; i++)
        {
            if (lines[i].Count != header.Count)
                throw new InvalidDataException($"{path}: record {i + 1} has {lines[i].Count} fields, but there are {header.Count} columns.");
            if (!long.TryParse(lines[i][0], NumberStyles.None, CultureInfo.InvariantCulture, out var step) || (steps.Count > 0 && step <= steps[^1]))
                throw new InvalidDataException($"{path}: record {i + 1}: the step '{lines[i][0]}' must be a whole number above the one before.");
            steps.Add(step);
        }
        return new HistorySnapshot
        {
            Steps = [.. steps],
            Dominating = [.. lines.Skip(1).Select(l => l[1].Length == 0 ? null : l[1])],
            Values = [.. Enumerable.Range(2, header.Count - 2).Select(c => KeyValuePair.Create(
                header[c], Enumerable.Range(1, steps.Count).Select(r => Parse(lines[r][c], path, r + 1, header[c])).ToImmutableArray()))],
        };
    }

    private static string Number(double value) =>
        double.IsNaN(value) ? "" : double.IsInfinity(value) ? (value > 0 ? "inf" : "-inf") : value.ToString("R", CultureInfo.InvariantCulture);

    private static double Parse(string field, string path, int record, string column) => field switch
    {
        "" => double.NaN,
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new InvalidDataException($"{path}: record {record}, column {column}: '{field}' is not a number."),
    };

    private static string Quote(string field) =>
        field.AsSpan().IndexOfAny(",\"\n\r") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static List<List<string>> Records(string text, string path)
    {
        var records = new List<List<string>>();
        var (fields, field, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                field.Append(text[++i]);
            else if (c == '"')
                quoted = !quoted;
            else if (quoted || c is not (',' or '\n' or '\r'))
                field.Append(c);
            else if (c != '\r')
                End(c == '\n');
        }
        if (quoted)
            throw new InvalidDataException($"{path}: the last quotation mark is not closed.");
        if (field.Length > 0 || fields.Count > 0)
            End(line: true);
        return records;

        void End(bool line)
        {
            fields.Add(field.ToString());
            field.Clear();
            if (!line)
                return;
            records.Add(fields);
            fields = [];
        }
    }
}
