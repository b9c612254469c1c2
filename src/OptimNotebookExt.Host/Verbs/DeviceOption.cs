using System.CommandLine;
using TorchSharp;

namespace OptimNotebookExt.Host.Verbs;

/// <summary><c>--device</c> of what is measured or replayed on a device.</summary>
internal static class DeviceOption
{
    internal static Option<string> Create(string description)
    {
        var device = new Option<string>("--device") { Description = description, DefaultValueFactory = _ => "cpu" };
        return device.AcceptOnlyFromAmong("cpu", "cuda");
    }

    /// <summary>Whether the device is not there, which is then said.</summary>
    internal static bool IsMissing(string device, TextWriter error)
    {
        TorchBackend.EnsureLoaded();
        if (device != "cuda" || torch.cuda.is_available())
            return false;
        error.WriteLine("--device cuda: libtorch sees no CUDA device; use cpu, or a CUDA backend on a machine with a GPU.");
        return true;
    }
}
