using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis.CSharp;
using OptimNotebookExt.Host.Sessions.Packages;

namespace OptimNotebookExt.Host.Sessions.Magics;

/// <summary><c>#!about</c>: the versions of what runs here.</summary>
internal sealed class AboutMagic : IMagic
{
    public string Name => "#!about";

    public string Help => "Says which versions run here.";

    internal static string Version { get; } =
        typeof(AboutMagic).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    public CellError? Run(string arguments, MagicCall call)
    {
        var backend = HostFolder.Instance.Backend is { } b ? $"{b.Name} {b.Version}" : "none";
        call.Session.Put(new Displayed(
            MimeBundle.Text($"""
            optimnb     {Version}
            C#          {CellSource.ParseOptions.LanguageVersion.ToDisplayString()}
            runtime     {RuntimeInformation.FrameworkDescription}
            system      {RuntimeInformation.OSDescription} ({RuntimeInformation.OSArchitecture})
            TorchSharp  {HostFolder.Instance.Find("TorchSharp")?.Version ?? "none"}
            backend     {backend}
            """.ReplaceLineEndings("\n")),
            null));
        return null;
    }
}
