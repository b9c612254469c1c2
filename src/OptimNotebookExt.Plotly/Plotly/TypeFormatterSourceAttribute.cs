namespace OptimNotebookExt.Plotly;

/// <summary>Recognised by notebook hosts by its name and properties, whatever assembly it is in; as in the package itself.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>A class with a parameterless constructor and a method <c>CreateTypeFormatters()</c>.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The MIME types a host shall try first.</summary>
    public string[] PreferredMimeTypes { get; set; } = ["text/html"];
}
