using System.Diagnostics;
using System.Reflection.Metadata;
using System.Text;
using OptimNotebookExt.Tests;

namespace OptimNotebookExt.Host.Tests.Packages;

/// <summary>What the settings of the repository make of a checkout: a debugger finds the sources by the symbols, where they can be had.</summary>
public sealed class SourceLinkTests
{
    private static readonly Guid s_sourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    [Theory]
    [InlineData("https://github.com/example/project.git", "https://raw.githubusercontent.com/example/project/")]
    [InlineData("git@github.com:example/project.git", "https://raw.githubusercontent.com/example/project/")]
    [InlineData("https://git.example.org/project.git", null)]
    [InlineData(null, null)]
    public void Symbols_lead_to_the_sources_of_the_commit_where_the_remote_is_of_a_known_host(string? remote, string? address)
    {
        using var folder = new TemporaryFolder();
        File.Copy(Repository.Path("Directory.Build.props"), Path.Combine(folder.Root, "Directory.Build.props"));
        folder.Write("Linked.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        folder.Write(".gitignore", "/tmp/\n/obj/\n/bin/\n");
        folder.Write("Sample.cs", "namespace Linked;\n\n/// <summary>Nothing.</summary>\npublic static class Sample\n{\n}\n");
        Run(folder, "git", "init", "-q");
        Run(folder, "git", "add", ".");
        Run(folder, "git", "-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false", "commit", "-q", "-m", "x");
        if (remote is not null)
            Run(folder, "git", "remote", "add", "origin", remote);

        // Warnings are errors by these settings: a checkout without a remote builds without any.
        Run(folder, "dotnet", "build", "-c", "Release", "-v", "quiet", "--nologo");

        var link = SourceLink(Path.Combine(folder.Root, "bin", "Release", "net10.0", "Linked.pdb"));
        if (address is null)
            Assert.Null(link);
        else
            Assert.Contains($"{address}{Run(folder, "git", "rev-parse", "HEAD").Trim()}/*", link, StringComparison.Ordinal);
    }

    private static string? SourceLink(string file)
    {
        using var stream = File.OpenRead(file);
        using var provider = MetadataReaderProvider.FromPortablePdbStream(stream);
        var reader = provider.GetMetadataReader();
        return reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation)
            .Where(i => reader.GetGuid(i.Kind) == s_sourceLink)
            .Select(i => Encoding.UTF8.GetString(reader.GetBlobBytes(i.Value))).SingleOrDefault();
    }

    private static string Run(TemporaryFolder folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(folder.Holding(start))!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {output}{errors.Result}");
        return output;
    }
}
