namespace OptimNotebookExt.Notebook;

/// <summary>Writes a value through its view; a failure becomes a sentence, never an exception of the host's formatter.</summary>
internal sealed class ViewFormatter(string mimeType, Func<object, string?> draw)
{
    /// <summary>Read by the host, by name.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>Called by the host, by name.</summary>
    /// <param name="instance">The value.</param>
    /// <param name="writer">Where its text goes.</param>
    /// <returns>Whether the value was formatted.</returns>
    public bool Format(object instance, TextWriter writer)
    {
        if (draw(instance) is not { } drawn)
            return false;
        writer.Write(drawn);
        return true;
    }
}
