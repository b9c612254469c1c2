using System.Text;
using System.Xml.Linq;

namespace OptimNotebookExt.Host.Tests.Documents.Api;

/// <summary>XML documentation as Markdown.</summary>
internal static class ApiText
{
    internal static string Of(XElement? element)
    {
        if (element is null)
            return "";
        var text = new StringBuilder();
        Write(element, text);
        return string.Join("\n\n", text.ToString().Split("\n\n").Select(p => p.StartsWith("```", StringComparison.Ordinal) ? p : OneLine(p)).Where(p => p.Length > 0));
    }

    /// <summary>For a cell of a table.</summary>
    internal static string Line(XElement? element) => OneLine(Of(element)).Replace("|", "\\|");

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static void Write(XElement element, StringBuilder text)
    {
        foreach (var node in element.Nodes())
        {
            switch (node)
            {
                case XText plain:
                    text.Append(plain.Value.Replace("<", "\\<"));
                    break;
                case XElement { Name.LocalName: "see" or "seealso" } see:
                    text.Append('`').Append(see.Value.Length > 0 ? see.Value : Reference(see)).Append('`');
                    break;
                case XElement { Name.LocalName: "paramref" or "typeparamref" } parameter:
                    text.Append('`').Append((string?)parameter.Attribute("name")).Append('`');
                    break;
                case XElement { Name.LocalName: "c" } code:
                    text.Append('`').Append(code.Value).Append('`');
                    break;
                case XElement { Name.LocalName: "code" } block:
                    text.Append("\n\n```csharp\n").Append(Unindent(block.Value)).Append("\n```\n\n");
                    break;
                case XElement { Name.LocalName: "para" } paragraph:
                    text.Append("\n\n");
                    Write(paragraph, text);
                    text.Append("\n\n");
                    break;
                case XElement other:
                    Write(other, text);
                    break;
            }
        }
    }

    /// <summary>The last name of a cref, <c>M:A.B.C(System.Int32)</c> as <c>C</c>; of a keyword the keyword.</summary>
    private static string Reference(XElement see)
    {
        if ((string?)see.Attribute("langword") is { } word)
            return word;
        var cref = ((string?)see.Attribute("cref") ?? (string?)see.Attribute("href") ?? "").Split('(')[0];
        var name = cref[(cref.LastIndexOf('.') + 1)..].Split('`')[0];
        // A constructor is called as its class.
        return name == "#ctor" ? cref.Split('.')[^2] : name;
    }

    private static string Unindent(string code)
    {
        var lines = code.Trim('\r', '\n').TrimEnd().Split('\n').Select(l => l.TrimEnd()).ToArray();
        var indent = lines.Where(l => l.Length > 0).Select(l => l.Length - l.TrimStart().Length).DefaultIfEmpty(0).Min();
        return string.Join('\n', lines.Select(l => l.Length >= indent ? l[indent..] : l));
    }
}
