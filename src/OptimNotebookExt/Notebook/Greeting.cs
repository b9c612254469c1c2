using System.Globalization;
using OptimNotebookExt.Experiments;
using TorchSharp;

namespace OptimNotebookExt.Notebook;

/// <summary>What a notebook is told when the package is loaded.</summary>
public static class Greeting
{
    /// <summary>One line: version, backend, device and threads, or what to do where there is no backend.</summary>
    public static string Line
    {
        get
        {
            var package = $"OptimNotebookExt {RunManifest.PackageVersion}";
            try
            {
                TorchBackend.EnsureLoaded();
            }
            catch (TorchBackendException e)
            {
                return $"{package}: {e.Message}";
            }
            var devices = torch.cuda.is_available() ? torch.cuda.device_count() : 0;
            var device = devices > 0 ? string.Create(CultureInfo.InvariantCulture, $"cuda ({devices})") : "cpu";
            return string.Create(CultureInfo.InvariantCulture, $"{package} · libtorch {torch.__version__} · {device} · {torch.get_num_threads()} threads · #!optim help");
        }
    }
}
