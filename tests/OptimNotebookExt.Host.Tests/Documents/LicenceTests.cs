using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using OptimNotebookExt.Tests;

namespace OptimNotebookExt.Host.Tests.Documents;

/// <summary>docs/LICENCES.md names every package that restoring the sources brings, with the licence that the package itself states.</summary>
public sealed partial class LicenceTests
{
    private static readonly (string Project, string Name)[] Projects = [("OptimNotebookExt", "package"), ("OptimNotebookExt.Plotly", "add-on"), ("OptimNotebookExt.Host", "tool")];

    [Fact]
    public void The_page_lists_every_package_its_licence_and_who_brings_it() =>
        Assert.Equal(Restored().Order(StringComparer.OrdinalIgnoreCase), Listed().Order(StringComparer.OrdinalIgnoreCase));

    [Fact]
    public void No_package_has_a_licence_that_was_not_looked_at() => Assert.All(
        Listed().Select(row => row.Split('|')[1].Trim().Trim('(', ')')),
        licence => Assert.Contains(licence, (string[])["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "MPL-2.0", "LGPL-3.0-only WITH LGPL-3.0-linking-exception"]));

    private static IEnumerable<string> Listed() => File.ReadLines(Repository.Path("docs", "LICENCES.md"))
        .Select(line => Row().Match(line)).Where(m => m.Success && m.Groups[1].Value != "package" && !m.Groups[1].Value.StartsWith("libtorch", StringComparison.Ordinal))
        .Select(m => $"{m.Groups[1].Value} | {m.Groups[2].Value} | {m.Groups[3].Value}");

    private static IEnumerable<string> Restored()
    {
        var libraries = new Dictionary<string, (string Licence, List<string> By)>();
        foreach (var (project, name) in Projects)
        {
            using var assets = JsonDocument.Parse(File.ReadAllText(Repository.Path("src", project, "obj", "project.assets.json")));
            var folders = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name).ToArray();
            foreach (var library in assets.RootElement.GetProperty("libraries").EnumerateObject().Where(l => l.Value.GetProperty("type").GetString() == "package"))
            {
                var id = library.Name.Split('/')[0];
                // Of each system its own.
                if (id.StartsWith("libtorch", StringComparison.Ordinal))
                    continue;
                if (!libraries.TryGetValue(id, out var entry))
                    libraries[id] = entry = (Licence(folders, library.Value.GetProperty("path").GetString()!) ?? ByHand(id), []);
                entry.By.Add(name);
            }
        }
        return libraries.Select(l => $"{l.Key} | {l.Value.Licence} | {string.Join(", ", l.Value.By)}");
    }

    /// <summary>The expression that a package states, if it does.</summary>
    private static string? Licence(string[] folders, string path)
    {
        var folder = folders.Select(f => Path.Combine(f, path)).First(Directory.Exists);
        var metadata = XDocument.Load(Directory.EnumerateFiles(folder, "*.nuspec").Single()).Root!.Elements().First();
        return metadata.Elements().FirstOrDefault(e => e.Name.LocalName == "license" && e.Attribute("type")?.Value == "expression")?.Value;
    }

    /// <summary>A file was read and its licence put into the table, in brackets.</summary>
    private static string ByHand(string id) => Listed().FirstOrDefault(row => row.StartsWith($"{id} | (", StringComparison.Ordinal))?.Split('|')[1].Trim() ?? "is not stated: read the package's file, and put it into the table in brackets";

    [GeneratedRegex(@"^\| (\w[\w.-]*) \| ([^|]+) \| ([^|]+) \|$")]
    private static partial Regex Row();
}
