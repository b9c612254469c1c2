using System.Text.RegularExpressions;

namespace OptimNotebookExt.Host.Sessions.Packages;

/// <summary>What <c>#r "nuget: Name, Version"</c> asks for.</summary>
/// <param name="Name">Id of the package.</param>
/// <param name="Version">A version, a range or a floating version of NuGet; null for the newest.</param>
internal sealed partial record PackageName(string Name, string? Version)
{
    /// <summary>Reads what stands behind <c>nuget:</c>.</summary>
    /// <exception cref="ArgumentException">It is no package and version; nothing but these may reach a project file.</exception>
    internal static PackageName Parse(string text)
    {
        var parts = text.Split(',', 2, StringSplitOptions.TrimEntries);
        var version = parts.Length > 1 && parts[1].Length > 0 ? parts[1] : null;
        if (!IdPattern().IsMatch(parts[0]) || (version is not null && !VersionPattern().IsMatch(version)))
            throw new ArgumentException($"'{text}' is not a package: write #r \"nuget: Name\" or #r \"nuget: Name, 1.2.3\".");
        return new PackageName(parts[0], version is "*" ? null : version);
    }

    public override string ToString() => Version is null ? Name : $"{Name} {Version}";

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_.\-]{0,99}$")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"^[0-9A-Za-z.*\-+,\[\]() ]{1,64}$")]
    private static partial Regex VersionPattern();
}
