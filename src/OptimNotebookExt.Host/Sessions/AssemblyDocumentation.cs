using System.Globalization;
using System.Xml;
using Microsoft.CodeAnalysis;

namespace OptimNotebookExt.Host.Sessions;

/// <summary>Finds the XML comments of an assembly: beside it, or for the framework in the SDK's reference packs.</summary>
internal sealed class AssemblyDocumentation : DocumentationProvider
{
    private static readonly string s_framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    // The implementation of what the reference pack documents under its public name.
    private static readonly string[] s_ofCore = ["System.Runtime.xml", "System.Collections.xml", "System.Threading.xml", "System.Memory.xml", "System.Console.xml"];

    private readonly string _assembly;
    private readonly Lazy<Dictionary<string, string>> _members;

    private AssemblyDocumentation(string assembly)
    {
        _assembly = assembly;
        _members = new(ReadAll);
    }

    internal static DocumentationProvider Of(string assembly) => new AssemblyDocumentation(assembly);

    public override bool Equals(object? obj) => obj is AssemblyDocumentation other && other._assembly == _assembly;

    public override int GetHashCode() => _assembly.GetHashCode(StringComparison.Ordinal);

    protected override string? GetDocumentationForSymbol(string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default) =>
        _members.Value.GetValueOrDefault(documentationMemberID);

    private Dictionary<string, string> ReadAll()
    {
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Files().Where(File.Exists))
        {
            try
            {
                Read(file, members);
            }
            catch (Exception e) when (e is XmlException or IOException or UnauthorizedAccessException)
            {
                // A comment that cannot be read is no reason to show nothing at all.
            }
        }
        return members;
    }

    private static void Read(string file, Dictionary<string, string> members)
    {
        using var xml = XmlReader.Create(file);
        while (!xml.EOF)
        {
            if (xml.NodeType == XmlNodeType.Element && xml.Name == "member" && xml.GetAttribute("name") is { } id)
                members.TryAdd(id, xml.ReadOuterXml());
            else
                xml.Read();
        }
    }

    private IEnumerable<string> Files()
    {
        yield return Path.ChangeExtension(_assembly, ".xml");
        if (Path.GetDirectoryName(_assembly) != s_framework || ReferencePack() is not { } pack)
            yield break;
        if (Path.GetFileName(_assembly) == "System.Private.CoreLib.dll")
        {
            foreach (var file in s_ofCore)
                yield return Path.Combine(pack, file);
        }
        yield return Path.Combine(pack, Path.ChangeExtension(Path.GetFileName(_assembly), ".xml"));
    }

    /// <summary>From <c>dotnet/shared/Microsoft.NETCore.App/10.0.1</c> to <c>dotnet/packs/Microsoft.NETCore.App.Ref/10.0.*/ref/net10.0</c>.</summary>
    private static string? ReferencePack()
    {
        var packs = Path.GetFullPath(Path.Combine(s_framework, "../../../packs/Microsoft.NETCore.App.Ref"));
        if (!Directory.Exists(packs))
            return null;
        var ours = $"{Environment.Version.Major}.{Environment.Version.Minor}";
        var version = Directory.GetDirectories(packs, ours + ".*").Order(StringComparer.Ordinal).LastOrDefault();
        return version is null ? null : Path.Combine(version, "ref", "net" + ours);
    }
}
