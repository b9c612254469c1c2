using System.Text.RegularExpressions;

namespace OptimNotebookExt.Host.Sessions.Packages;

/// <summary>Gets packages that the tool does not bring: a generated project is restored, never built.</summary>
internal static partial class PackageRestore
{
    /// <summary>Restores packages together, so that their versions fit.</summary>
    /// <param name="folder">An empty folder of the session.</param>
    /// <param name="packages">All packages that the session asked for and the tool does not bring.</param>
    /// <param name="sources">Feeds besides those of the user's NuGet configuration.</param>
    /// <param name="stop">Ends the restore.</param>
    /// <exception cref="PackageException">There is no SDK, or no such package.</exception>
    internal static PackageAssets Run(string folder, IReadOnlyList<PackageName> packages, IReadOnlyList<string> sources, CancellationToken stop)
    {
        PackageProject.Write(folder, packages, sources);
        var (code, output) = RestoreProcess.Run(folder, stop);
        if (code != 0)
            throw new PackageException($"{string.Join(", ", packages)} cannot be installed: {Reason(output, folder)}");
        return PackageAssets.Read(Path.Combine(folder, "obj", "project.assets.json"), packages);
    }

    /// <summary>The first errors of a restore, without the path of the generated project.</summary>
    private static string Reason(string output, string folder)
    {
        var errors = ErrorPattern().Matches(output).Select(m => m.Groups[1].Value.Trim()).Distinct().Take(3).ToArray();
        var text = errors.Length > 0 ? string.Join(" ", errors) : output.Trim();
        return text.Replace(folder, "the session's folder", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"error\s*(?:NU\d+)?:\s*([^\r\n]+)")]
    private static partial Regex ErrorPattern();
}
