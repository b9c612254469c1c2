using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using OptimNotebookExt.Tests;

namespace OptimNotebookExt.Host.Tests.Packages;

/// <summary>What a user gets.</summary>
public sealed partial class PackageTests(PackedPackages packages) : IClassFixture<PackedPackages>
{
    private const string Package = "OptimNotebookExt";
    private const string AddOn = "OptimNotebookExt.Plotly";

    [Theory]
    [InlineData(Package)]
    [InlineData(AddOn)]
    public void It_has_managed_code_documentation_and_the_extension_and_nothing_else(string id)
    {
        Assert.Equal(
            [
                "NOTICE", $"{id}.nuspec", id == Package ? "README.md" : "PLOTLY.md", "icon.png", "interactive-extensions/dotnet/extension.dib",
                $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml", $"lib/net8.0/{id}.dll", $"lib/net8.0/{id}.xml",
            ],
            packages.Entries(id, "nupkg").Order(StringComparer.Ordinal));
        Assert.InRange(new FileInfo(packages.File(id, "nupkg")).Length, 10_000, 2_000_000);
    }

    [Theory]
    [InlineData(Package)]
    [InlineData(AddOn)]
    public void Its_symbols_come_beside_it(string id) =>
        Assert.Equal([$"{id}.nuspec", $"lib/net10.0/{id}.pdb", $"lib/net8.0/{id}.pdb"], packages.Entries(id, "snupkg"));

    [Fact]
    public void The_package_depends_on_managed_TorchSharp_alone() => Assert.Equal(["net10.0: TorchSharp 0.107.0", "net8.0: TorchSharp 0.107.0"], Dependencies(Package));

    [Fact]
    public void The_add_on_depends_on_the_package_and_on_Plotly_NET() => Assert.Equal(
        ["net10.0: OptimNotebookExt 0.1.0", "net10.0: Plotly.NET 6.0.0", "net8.0: OptimNotebookExt 0.1.0", "net8.0: Plotly.NET 6.0.0"],
        Dependencies(AddOn));

    [Theory]
    [InlineData(Package)]
    [InlineData(AddOn)]
    public void Its_metadata_say_license_readme_icon_and_the_commit_it_is_made_of(string id)
    {
        var metadata = packages.Metadata(id);

        Assert.Equal("Apache-2.0", Value(metadata, "license"));
        Assert.Equal("icon.png", Value(metadata, "icon"));
        Assert.Contains(Value(metadata, "readme"), packages.Entries(id, "nupkg"));
        Assert.Matches(@"^\S.{20,}\.$", Value(metadata, "description"));
        Assert.Contains("torchsharp", Value(metadata, "tags"), StringComparison.Ordinal);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], packages.Read(id, "icon.png")[..4]);
        var repository = metadata.Elements().Single(e => e.Name.LocalName == "repository");
        Assert.Equal("git", repository.Attribute("type")?.Value);
        if (Path.Exists(Repository.Path(".git")))
            Assert.Matches("^[0-9a-f]{40}$", repository.Attribute("commit")?.Value ?? "");
    }

    [Fact]
    public void The_extension_in_it_is_the_one_that_is_tested() => Assert.Equal(
        File.ReadAllBytes(Repository.Path("src", Package, "Notebook", "extension.dib")),
        packages.Read(Package, "interactive-extensions/dotnet/extension.dib"));

    [Fact]
    public void Its_readme_leads_nowhere_that_is_not_in_it()
    {
        var readme = Encoding.UTF8.GetString(packages.Read(Package, "README.md"));

        Assert.All(Link().Matches(readme).Select(m => m.Groups[1].Value), target => Assert.StartsWith("https://", target, StringComparison.Ordinal));
    }

    [Fact]
    public void Source_link_comes_from_the_SDK() => Assert.All(
        Directory.GetFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories).Append(Repository.Path("Directory.Packages.props")).Append(Repository.Path("Directory.Build.props")),
        file => Assert.DoesNotContain("Microsoft.SourceLink", File.ReadAllText(file), StringComparison.Ordinal));

    private string[] Dependencies(string id) =>
    [
        .. packages.Metadata(id).Descendants().Where(e => e.Name.LocalName == "dependency")
            .Select(d => $"{d.Parent!.Attribute("targetFramework")!.Value}: {d.Attribute("id")!.Value} {d.Attribute("version")!.Value}")
            .Order(StringComparer.Ordinal),
    ];

    private static string Value(XElement metadata, string name) => metadata.Elements().Single(e => e.Name.LocalName == name).Value;

    [GeneratedRegex(@"\]\(([^)]*)\)")]
    private static partial Regex Link();
}
