using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;
using OptimNotebookExt.Tests;

namespace OptimNotebookExt.Host.Tests.Packages;

/// <summary>The packages as <c>dotnet pack</c> makes them of what is built.</summary>
public sealed class PackedPackages : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>Packs both, without building: what the tests have loaded must not be replaced under them.</summary>
    public PackedPackages()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        foreach (var project in new[] { "OptimNotebookExt", "OptimNotebookExt.Plotly" })
        {
            var start = new ProcessStartInfo("dotnet", ["pack", Repository.Path("src", project), "-c", configuration, "--no-build", "-o", folder.Root, "-v", "quiet", "--nologo"]) { RedirectStandardOutput = true };
            start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
            using var process = Process.Start(folder.Holding(start))!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"dotnet pack {project} (build Notebooks.sln before): {output}");
        }
    }

    /// <summary>The file of a package.</summary>
    internal string File(string id, string extension) => Assert.Single(Directory.GetFiles(folder.Root, $"{id}.0*.{extension}"));

    /// <summary>Names of what is in it that somebody wrote, in order.</summary>
    internal string[] Entries(string id, string extension)
    {
        using var zip = ZipFile.OpenRead(File(id, extension));
        return [.. zip.Entries.Select(e => e.FullName).Where(n => n is not "[Content_Types].xml" and not "_rels/.rels" && !n.StartsWith("package/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    /// <summary>The bytes of an entry.</summary>
    internal byte[] Read(string id, string entry)
    {
        using var zip = ZipFile.OpenRead(File(id, "nupkg"));
        using var stream = zip.GetEntry(entry)!.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>The metadata of its nuspec, by local names.</summary>
    internal XElement Metadata(string id)
    {
        using var stream = new MemoryStream(Read(id, $"{id}.nuspec"));
        return XDocument.Load(stream).Root!.Elements().Single(e => e.Name.LocalName == "metadata");
    }

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();
}
