using System.Runtime.InteropServices;
using OptimNotebookExt.Host.Kernels.Install;
using OptimNotebookExt.Host.Sessions.Magics;
using OptimNotebookExt.Host.Sessions.Packages;

namespace OptimNotebookExt.Host.Doctor;

/// <summary>Looks at what notebooks need on this machine.</summary>
internal static class Examination
{
    internal static IEnumerable<Finding> Run() => Run(MachineFacts.Read());

    internal static IEnumerable<Finding> Run(MachineFacts facts)
    {
        yield return Finding.Ok("optimnb", $"{AboutMagic.Version}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}");
        foreach (var finding in (Finding?[])[BackendCheck.Of(facts), StandardLibraryCheck.Of(facts), ShadowCheck.Of(facts), ThreadsCheck.Of(facts), CudaCheck.Of(facts), KernelsCheck.Of(facts)])
        {
            if (finding is not null)
                yield return finding;
        }
        yield return Sdk();
        yield return Feed();
        yield return Kernel();
        yield return Jupyter();
    }

    private static Finding Sdk() => OnPath("dotnet") is { } dotnet
        ? Finding.Ok(".NET SDK", dotnet)
        : Finding.Note(".NET SDK", "not found: #r \"nuget: …\" then knows only the packages that optimnb brings");

    private static Finding Feed()
    {
        var feeds = PackageFeeds.OfTheBuild().ToArray();
        var brought = HostFolder.Instance.Find("OptimNotebookExt") is { } package ? $"OptimNotebookExt {package.Version} comes with optimnb" : "OptimNotebookExt is not here";
        return Finding.Ok("packages", feeds.Length == 0 ? brought : $"{brought}; also {string.Join(", ", feeds)}");
    }

    private static Finding Kernel()
    {
        var file = JupyterFolders.KernelFiles(KernelSpec.DefaultName).FirstOrDefault();
        return file is null
            ? Finding.Note("kernel", "not installed for Jupyter: run optimnb install")
            : Finding.Ok("kernel", Path.GetDirectoryName(file)!);
    }

    private static Finding Jupyter() => OnPath("jupyter") is { } jupyter
        ? Finding.Ok("Jupyter", jupyter)
        : Finding.Note("Jupyter", "not found: 'optimnb run' needs none; VS Code's Jupyter extension, JupyterLab and Notebook bring it");

    private static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Where(f => f.Length > 0)
        .Select(f => Path.Combine(f, OperatingSystem.IsWindows() ? program + ".exe" : program))
        .FirstOrDefault(File.Exists);
}
