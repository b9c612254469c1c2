using System.Runtime.InteropServices;
using System.Xml.Linq;

namespace OptimNotebookExt.Host.Sessions.Packages;

/// <summary>The project that is restored for the packages of a session.</summary>
internal static class PackageProject
{
    internal const string Name = "packages.csproj";

    /// <summary>Writes it into an empty folder.</summary>
    internal static void Write(string folder, IReadOnlyList<PackageName> packages, IReadOnlyList<string> sources)
    {
        File.WriteAllText(Path.Combine(folder, Name), Text(packages, sources));
        // Settings of a folder above must not reach this project.
        foreach (var name in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
            File.WriteAllText(Path.Combine(folder, name), "<Project />");
    }

    private static string Text(IReadOnlyList<PackageName> packages, IReadOnlyList<string> sources) => new XElement(
        "Project",
        new XAttribute("Sdk", "Microsoft.NET.Sdk"),
        new XElement(
            "PropertyGroup",
            new XElement("TargetFramework", $"net{Environment.Version.Major}.{Environment.Version.Minor}"),
            new XElement("RuntimeIdentifier", RuntimeInformation.RuntimeIdentifier),
            new XElement("SelfContained", "false"),
            new XElement("RestoreAdditionalProjectSources", string.Join(';', sources)),
            new XElement("NoWarn", "NU1603;NU1701;NU1901;NU1902;NU1903;NU1904")),
        new XElement(
            "ItemGroup",
            packages.Select(p => new XElement("PackageReference", new XAttribute("Include", p.Name), new XAttribute("Version", p.Version ?? "*"))))).ToString();
}
