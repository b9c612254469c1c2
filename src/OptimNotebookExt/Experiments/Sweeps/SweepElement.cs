using System.Globalization;
using System.Text.Json;

namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>A value of a sweep file with its place, as <c>$.optimizers[2].grid.lr</c>.</summary>
internal readonly record struct SweepElement(JsonElement Value, string Place, string File)
{
    /// <summary>Reads a text whole; whatever is wrong with it becomes one kind of exception.</summary>
    /// <exception cref="InvalidDataException">It is no JSON, or what is read refuses it.</exception>
    internal static T Parse<T>(string json, string file, Func<SweepElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return read(new SweepElement(document.RootElement, "$", file));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file} is no JSON of this form: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            // Half a character, which is found only when a text is asked for.
            throw new InvalidDataException($"{file}: a text in it is damaged: {e.Message}", e);
        }
    }

    internal InvalidDataException Refused(string reason) => new($"{File}, {Place}: {reason}");

    /// <summary>What an exception says, without the name of a parameter that no file has.</summary>
    internal static string Sentence(ArgumentException e) => e.Message.Split(" (Parameter '")[0].Split('\n')[0];

    /// <summary>The members of an object: each once, and only of these names where any are given.</summary>
    internal IReadOnlyDictionary<string, SweepElement> Members(params string[] names)
    {
        if (Value.ValueKind != JsonValueKind.Object)
            throw Refused($"it must be an object, {{ … }}, but is {Kind}.");
        var members = new Dictionary<string, SweepElement>();
        foreach (var member in Value.EnumerateObject())
        {
            var element = new SweepElement(member.Value, $"{Place}.{member.Name}", File);
            if (names.Length > 0 && !names.Contains(member.Name))
                throw element.Refused($"there is no member of this name; there are {string.Join(", ", names)}. Correct or remove it.");
            if (!members.TryAdd(member.Name, element))
                throw element.Refused("it stands there twice; keep one.");
        }
        return members;
    }

    internal SweepElement Required(string name) => Members().TryGetValue(name, out var member)
        ? member
        : throw Refused($"the member {name} is missing; add it.");

    internal IEnumerable<SweepElement> Items()
    {
        if (Value.ValueKind != JsonValueKind.Array)
            throw Refused($"it must be a list, [ … ], but is {Kind}.");
        var (place, file) = (Place, File);
        return Value.EnumerateArray().Select((item, i) => new SweepElement(item, $"{place}[{i.ToString(CultureInfo.InvariantCulture)}]", file));
    }

    /// <summary>The items of a list, each of which may stand there once.</summary>
    internal IReadOnlyList<T> Distinct<T>(Func<SweepElement, T> read)
    {
        var (values, seen) = (new List<T>(), new HashSet<T>());
        foreach (var item in Items())
        {
            var value = read(item);
            if (!seen.Add(value))
                throw item.Refused(string.Create(CultureInfo.InvariantCulture, $"{value} stands in the list twice; keep one."));
            values.Add(value);
        }
        return values;
    }

    internal string Text() => Value.ValueKind == JsonValueKind.String && Value.GetString() is { } text && !string.IsNullOrWhiteSpace(text)
        ? text
        : throw Refused($"it must be a text that is not empty, but is {Kind}.");

    internal double Number() => Value.ValueKind == JsonValueKind.Number && Value.TryGetDouble(out var number) && double.IsFinite(number)
        ? number
        : throw Refused($"it must be a finite number, but is {Kind}.");

    internal long Whole(long least, long most) => Value.ValueKind == JsonValueKind.Number && Value.TryGetInt64(out var number) && number >= least && number <= most
        ? number
        : throw Refused(string.Create(CultureInfo.InvariantCulture, $"it must be a whole number from {least} to {most}, but is {Kind}."));

    private string Kind => Value.GetRawText() is { Length: <= 40 } text ? text : Value.ValueKind.ToString().ToLowerInvariant();
}
