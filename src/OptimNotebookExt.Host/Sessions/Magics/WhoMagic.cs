using System.Net;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Host.Sessions.Magics;

/// <summary><c>#!who</c>: the names of the variables; <c>#!whos</c>: with types and values.</summary>
internal sealed class WhoMagic(bool values) : IMagic
{
    private const int MostCharacters = 80;

    public string Name => values ? "#!whos" : "#!who";

    public string Help => values ? "Lists the variables with their types and values." : "Lists the names of the variables.";

    public CellError? Run(string arguments, MagicCall call)
    {
        var variables = call.Session.Chain.Variables;
        var text = variables.Count == 0 ? "No variables." : string.Join('\n', variables.Select(v => values ? $"{v.Key}  {TypeOf(v.Value)}  {Short(v.Value)}" : v.Key));
        call.Session.Put(new Displayed(values && variables.Count > 0 ? MimeBundle.Page(Table(variables), text) : MimeBundle.Text(text), null));
        return null;
    }

    private static string Table(IReadOnlyDictionary<string, object?> variables)
    {
        var html = new StringBuilder("<table><thead><tr><th>Variable</th><th>Type</th><th>Value</th></tr></thead><tbody>");
        foreach (var (name, value) in variables)
            html.Append("<tr>").AppendJoin("", new[] { name, TypeOf(value), Short(value) }.Select(t => $"<td>{WebUtility.HtmlEncode(t)}</td>")).Append("</tr>");
        return html.Append("</tbody></table>").ToString();
    }

    private static string TypeOf(object? value)
    {
        if (value is null)
            return "null";
        var name = value.GetType();
        return name.IsGenericType ? $"{name.Name.Split('`')[0]}<{string.Join(", ", name.GetGenericArguments().Select(a => a.Name))}>" : name.Name;
    }

    private static string Short(object? value)
    {
        string text;
        try
        {
            text = value switch
            {
                null => "null",
                string s => SymbolDisplay.FormatLiteral(s, quote: true),
                _ when View.Of(value) is { } view => view.Summary,
                _ => MimeBundles.Of(value)[MimeBundle.Plain] ?? "",
            };
        }
#pragma warning disable CA1031 // one value that cannot be shown does not hide the others
        catch (Exception e)
#pragma warning restore CA1031
        {
            text = e.Message;
        }
        text = text.ReplaceLineEndings(" ");
        return text.Length <= MostCharacters ? text : text[..(MostCharacters - 1)] + "…";
    }
}
