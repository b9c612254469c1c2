namespace OptimNotebookExt.Notebook;

/// <summary>
/// Notebook hosts recognise an attribute of this name with these properties, whatever assembly it is in, and format
/// values of the type it stands on by the source it names. So the package needs no reference to a host.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>A class with a parameterless constructor and a method <c>CreateTypeFormatters()</c>.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The MIME types a host shall try first.</summary>
    public string[] PreferredMimeTypes { get; set; } = ["text/html"];
}
