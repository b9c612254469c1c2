namespace OptimNotebookExt;

/// <summary>TorchSharp's native library could not be loaded; the message is the line that mends it.</summary>
public sealed class TorchBackendException : InvalidOperationException
{
    private const string TorchSharpVersion = "0.107.0";

    internal TorchBackendException(Exception cause)
        : base(Explain(cause), cause)
    {
    }

    private static string Explain(Exception cause) =>
        cause.ToString().Contains("GLIBCXX", StringComparison.Ordinal)
            ? "TorchSharp's native library needs a newer libstdc++ (GLIBCXX_3.4.32, from GCC 13): use Debian 13, Ubuntu 24.04 or newer, or install their libstdc++6."
            : "TorchSharp has no native backend here. In a project: dotnet add package TorchSharp-cpu --version " + TorchSharpVersion
                + " (CUDA: TorchSharp-cuda-linux or TorchSharp-cuda-windows). In a notebook: restart the kernel and run as the first cell: "
                + "#r \"nuget: TorchSharp-cpu, " + TorchSharpVersion + "\" and #r \"nuget: OptimNotebookExt\"";
}
