using System.Text;
using System.Text.Json;

namespace OptimNotebookExt.Fuzz.Mutations;

/// <summary>A good JSON text, with the places where it can be changed.</summary>
internal sealed class JsonText
{
    internal JsonText(string json)
        : this(Encoding.UTF8.GetBytes(json))
    {
    }

    internal JsonText(byte[] json)
    {
        Bytes = json;
        Places = [.. Find(json)];
    }

    internal byte[] Bytes { get; }

    internal IReadOnlyList<JsonPlace> Places { get; }

    internal ReadOnlySpan<byte> Value(JsonPlace place) => Bytes.AsSpan(place.Start, place.End - place.Start);

    private static List<JsonPlace> Find(byte[] json)
    {
        var places = new List<JsonPlace>();
        var open = new Stack<int>();
        var reader = new Utf8JsonReader(json);
        var name = -1;
        while (reader.Read())
        {
            var start = (int)reader.TokenStartIndex;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = start;
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    var begun = open.Pop();
                    places[begun] = places[begun] with { End = (int)reader.BytesConsumed };
                    continue;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    open.Push(places.Count);
                    break;
            }
            places.Add(new JsonPlace(name < 0 ? start : name, start, (int)reader.BytesConsumed, name >= 0));
            name = -1;
        }
        return places;
    }
}
