using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptimNotebookExt.Host.Sessions;

namespace OptimNotebookExt.Host.Notebooks;

/// <summary>Gathers the outputs of a notebook as nbformat stores them.</summary>
internal sealed class OutputRecorder
{
    // More than a reader reads, less than a notebook can carry.
    private const int MostStreamCharacters = 512 << 10;

    private readonly Dictionary<string, List<JsonObject>> _displays = [];
    private readonly Lock _gate = new();

    /// <summary>What takes the outputs of one cell.</summary>
    internal CellRecorder Cell(int number) => new(this, number);

    internal sealed class CellRecorder(OutputRecorder notebook, int number) : ICellSink
    {
        private readonly List<JsonObject> _outputs = [];
        private readonly StringBuilder _text = new();
        private bool _textIsError;
        private int _streamed;
        private long _leftOut;
        private bool _clear;

        public void Put(CellOutput output)
        {
            lock (notebook._gate)
            {
                if (output is OutputCleared cleared)
                {
                    _clear = cleared.Wait;
                    if (!cleared.Wait)
                        Clear();
                    return;
                }
                if (_clear)
                    Clear();
                if (output is StreamText text)
                    Append(text);
                else
                    Add(output);
            }
        }

        public string? ReadLine(string prompt, bool password) =>
            throw new InvalidOperationException("the cell asks for input, and in 'optimnb run' there is nobody to answer.");

        /// <summary>The outputs so far. Nothing ends by looking: a text that goes on stays one.</summary>
        internal JsonArray Take()
        {
            lock (notebook._gate)
            {
                List<JsonNode> outputs = [.. _outputs.Select(o => o.DeepClone())];
                if (_text.Length > 0)
                    outputs.Add(Stream(_textIsError, _text.ToString()));
                if (_leftOut > 0)
                    outputs.Add(Stream(true, string.Create(CultureInfo.InvariantCulture, $"[{_leftOut} more characters of output were left out]\n")));
                return new JsonArray([.. outputs]);
            }
        }

        private void Append(StreamText text)
        {
            if (_textIsError != text.IsError)
                EndText();
            _textIsError = text.IsError;
            var room = Math.Min(text.Text.Length, MostStreamCharacters - _streamed);
            // A pair of UTF-16 units is one character.
            if (room > 0 && room < text.Text.Length && char.IsHighSurrogate(text.Text[room - 1]))
                room--;
            _text.Append(text.Text, 0, room);
            _streamed += room;
            _leftOut += text.Text.Length - room;
        }

        private void Add(CellOutput output)
        {
            EndText();
            switch (output)
            {
                case Displayed displayed:
                    var added = Data("display_data", displayed.Bundle);
                    _outputs.Add(added);
                    if (displayed.Id is { } id)
                        notebook.Shown(id).Add(added);
                    break;
                case DisplayUpdated updated:
                    foreach (var shown in notebook.Shown(updated.Id))
                        shown["data"] = Bundle(updated.Bundle);
                    break;
                case CellValue value:
                    var result = Data("execute_result", value.Bundle);
                    result["execution_count"] = number;
                    _outputs.Add(result);
                    break;
                case CellFailed failed:
                    _outputs.Add(new JsonObject
                    {
                        ["ename"] = failed.Error.Name,
                        ["evalue"] = failed.Error.Message,
                        ["output_type"] = "error",
                        ["traceback"] = new JsonArray([.. failed.Error.Traceback.Select(l => (JsonNode)l)]),
                    });
                    break;
            }
        }

        private void Clear()
        {
            _clear = false;
            _outputs.Clear();
            _text.Clear();
            _streamed = 0;
            _leftOut = 0;
        }

        private void EndText()
        {
            if (_text.Length == 0)
                return;
            _outputs.Add(Stream(_textIsError, _text.ToString()));
            _text.Clear();
        }
    }

    private List<JsonObject> Shown(string id)
    {
        if (!_displays.TryGetValue(id, out var shown))
            _displays.Add(id, shown = []);
        return shown;
    }

    private static JsonObject Stream(bool isError, string text) => new()
    {
        ["name"] = isError ? "stderr" : "stdout",
        ["output_type"] = "stream",
        ["text"] = IpynbWriter.Lines(text),
    };

    private static JsonObject Data(string type, MimeBundle bundle) => new()
    {
        ["data"] = Bundle(bundle),
        ["metadata"] = new JsonObject(),
        ["output_type"] = type,
    };

    private static JsonObject Bundle(MimeBundle bundle)
    {
        var data = new JsonObject();
        foreach (var (mimeType, content) in bundle.Formats)
            data[mimeType] = Content(mimeType, content);
        return data;
    }

    private static JsonNode? Content(string mimeType, string content)
    {
        if (!mimeType.EndsWith("json", StringComparison.Ordinal))
            return IpynbWriter.Lines(content.ReplaceLineEndings("\n"));
        try
        {
            return JsonNode.Parse(content);
        }
        catch (JsonException)
        {
            return content;
        }
    }
}
