using System.Text.Json.Nodes;

namespace OptimNotebookExt.Host.Notebooks;

/// <summary>A notebook in memory.</summary>
internal sealed class NotebookDocument
{
    internal required List<NotebookCell> Cells { get; init; }

    internal required JsonObject Metadata { get; init; }

    /// <summary>The first heading of the text, or null.</summary>
    internal string? Title => Cells.Where(c => c.Kind == CellKind.Markdown)
        .SelectMany(c => c.Source.Split('\n'))
        .FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim();

    /// <summary>Reads a notebook by the extension of its name.</summary>
    /// <exception cref="InvalidDataException">It is no notebook; the message says why.</exception>
    internal static NotebookDocument Read(string path)
    {
        var text = ReadText(path);
        try
        {
            return Path.GetExtension(path).ToLowerInvariant() switch
            {
                ".ipynb" => IpynbReader.Parse(text),
                ".dib" => DibReader.Parse(text),
                var other => throw new InvalidDataException($"a notebook ends with .ipynb or .dib, not '{other}'"),
            };
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    private static string ReadText(string path)
    {
        const long Most = 256 << 20;
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new FileNotFoundException($"{path}: there is no such notebook.");
        if (file.Length > Most)
            throw new InvalidDataException($"{path}: larger than {Most >> 20} MiB is no notebook.");
        return File.ReadAllText(path);
    }
}
