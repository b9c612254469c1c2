namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>As the host's.</summary>
public class DisplayedValue(object value, IReadOnlyList<string> mimeTypes)
{
    public object Value { get; private set; } = value;

    internal IReadOnlyList<string> MimeTypes { get; } = mimeTypes;

    internal int Updates { get; private set; }

    public void Update(object updatedValue)
    {
        Value = updatedValue;
        Updates++;
    }
}
