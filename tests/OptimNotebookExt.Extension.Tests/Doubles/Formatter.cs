namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>As the host's.</summary>
public static class Formatter
{
    internal static Dictionary<(Type Type, string MimeType), Action<object, TextWriter>> Registered { get; } = [];

    internal static Dictionary<Type, string[]> Preferred { get; } = [];

    public static void Register(Type type, Action<object, TextWriter> formatter, string mimeType = "text/plain") => Registered[(type, mimeType)] = formatter;

    public static void SetPreferredMimeTypesFor(Type type, params string[] preferredMimeTypes) => Preferred[type] = preferredMimeTypes;
}
