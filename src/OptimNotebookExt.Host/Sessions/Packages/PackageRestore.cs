using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OptimNotebookExt.Host.Sessions.Packages;

/// <summary>Gets packages that the tool does not bring: a generated project is restored, never built.</summary>
internal static partial class PackageRestore
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    /// <summary>Restores packages together, so that their versions fit.</summary>
    /// <param name="folder">An empty folder of the session.</param>
    /// <param name="packages">All packages that the session asked for and the tool does not bring.</param>
    /// <param name="sources">Feeds besides those of the user's NuGet configuration.</param>
    /// <param name="stop">Ends the restore.</param>
    /// <exception cref="PackageException">There is no SDK, or no such package.</exception>
    internal static PackageAssets Run(string folder, IReadOnlyList<PackageName> packages, IReadOnlyList<string> sources, CancellationToken stop)
    {
        var project = Path.Combine(folder, "packages.csproj");
        File.WriteAllText(project, Project(packages, sources));
        // Settings of a folder above must not reach this project.
        foreach (var name in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
            File.WriteAllText(Path.Combine(folder, name), "<Project />");
        var (code, output) = Restore(folder, stop);
        if (code != 0)
            throw new PackageException($"{string.Join(", ", packages)} cannot be installed: {Reason(output, folder)}");
        return Read(Path.Combine(folder, "obj", "project.assets.json"), packages);
    }

    private static string Project(IReadOnlyList<PackageName> packages, IReadOnlyList<string> sources) => new XElement(
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

    private static (int Code, string Output) Restore(string folder, CancellationToken stop)
    {
        var start = new ProcessStartInfo("dotnet", ["restore", "packages.csproj", "-v", "quiet", "--nologo"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // A cell cannot answer a question of NuGet's.
            RedirectStandardInput = true,
        };
        // A build server would outlive the session.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using var process = Start(start);
        process.StandardInput.Close();
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(s_limit);
        try
        {
            process.WaitForExitAsync(limit.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            stop.ThrowIfCancellationRequested();
            throw new PackageException($"the restore took longer than {s_limit.TotalMinutes:0} minutes and was ended.");
        }
        lock (output)
            return (process.ExitCode, output.ToString());
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new PackageException("a package that optimnb does not bring needs the .NET SDK: install it, or name the assembly itself with #r \"path/x.dll\".");
        }
    }

    private static void Append(StringBuilder output, string? line)
    {
        lock (output)
            output.AppendLine(line);
    }

    /// <summary>The first errors of a restore, without the path of the generated project.</summary>
    private static string Reason(string output, string folder)
    {
        var errors = ErrorPattern().Matches(output).Select(m => m.Groups[1].Value.Trim()).Distinct().Take(3).ToArray();
        var text = errors.Length > 0 ? string.Join(" ", errors) : output.Trim();
        return text.Replace(folder, "the session's folder", StringComparison.Ordinal);
    }

    private static PackageAssets Read(string assetsFile, IReadOnlyList<PackageName> asked)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(assetsFile));
        var root = json.RootElement;
        var roots = root.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name).ToArray();
        // The target with the runtime identifier is the one that names native libraries.
        var target = root.GetProperty("targets").EnumerateObject().First(t => t.Name.Contains('/', StringComparison.Ordinal)).Value;
        List<string> compile = [], runtime = [], native = [];
        List<(string, string)> installed = [];
        foreach (var library in target.EnumerateObject())
        {
            if (library.Value.GetProperty("type").GetString() != "package")
                continue;
            var folder = root.GetProperty("libraries").GetProperty(library.Name).GetProperty("path").GetString()!;
            Add(compile, "compile");
            Add(runtime, "runtime");
            Add(native, "native");
            if (library.Name.Split('/') is [var name, var version] && asked.Any(a => a.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
                installed.Add((name, version));

            void Add(List<string> files, string kind)
            {
                if (!library.Value.TryGetProperty(kind, out var entries))
                    return;
                foreach (var relative in entries.EnumerateObject().Select(e => e.Name).Where(n => Path.GetFileName(n) != "_._"))
                {
                    if (roots.Select(r => Path.Combine(r, folder, relative)).FirstOrDefault(File.Exists) is { } file)
                        files.Add(file);
                }
            }
        }
        return new PackageAssets(compile, runtime, native, installed);
    }

    [GeneratedRegex(@"error\s*(?:NU\d+)?:\s*([^\r\n]+)")]
    private static partial Regex ErrorPattern();
}
