using System.Runtime.InteropServices;
using OptimNotebookExt.Optimizers.Batches;
using TorchSharp;

namespace OptimNotebookExt.Host.Doctor;

/// <summary>What the checks of libtorch look at, as plain values.</summary>
internal sealed record MachineFacts
{
    /// <summary>For example <c>Debian GNU/Linux 12 (bookworm)</c>.</summary>
    public string System { get; init; } = RuntimeInformation.OSDescription;

    /// <summary>Whether TorchSharp's library for Linux was made for such a machine.</summary>
    public bool IsLinuxX64 { get; init; }

    /// <summary>The C++ library that programs here load; null where none was found.</summary>
    public string? StandardLibrary { get; init; }

    /// <summary>Whether it has <see cref="StandardLibraryCheck.Symbol"/>.</summary>
    public bool HasSymbol { get; init; }

    /// <summary>Why libtorch could not be loaded; null where it was.</summary>
    public string? BackendError { get; init; }

    /// <summary>Version of libtorch.</summary>
    public string? Libtorch { get; init; }

    /// <summary>Files of libtorch that this process has loaded.</summary>
    public IReadOnlyList<string> LoadedLibraries { get; init; } = [];

    /// <summary>Threads of libtorch.</summary>
    public int Threads { get; init; }

    /// <summary>Processors that this process may use.</summary>
    public int Processors { get; init; }

    /// <summary>Whether a driver of NVIDIA is there.</summary>
    public bool HasNvidiaDriver { get; init; }

    /// <summary>Whether libtorch was built with CUDA.</summary>
    public bool HasCudaBackend { get; init; }

    /// <summary>Whether libtorch sees a CUDA device.</summary>
    public bool IsCudaAvailable { get; init; }

    /// <summary>Whether a CUDA device is to take fused kernels.</summary>
    public bool WantsKernels { get; init; }

    /// <summary>Such kernels, and why one is not used; null where it is.</summary>
    public IReadOnlyDictionary<string, string?> Kernels { get; init; } = new Dictionary<string, string?>();

    /// <summary>Of this machine, with libtorch loaded if it can be.</summary>
    internal static MachineFacts Read()
    {
        var library = StandardLibraryCheck.Find();
        var facts = new MachineFacts
        {
            IsLinuxX64 = OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64,
            StandardLibrary = library,
            HasSymbol = library is not null && StandardLibraryCheck.HasSymbol(library),
            Processors = Environment.ProcessorCount,
            WantsKernels = DeviceKernels.Shared.IsWanted,
            HasNvidiaDriver = Directory.Exists("/proc/driver/nvidia") || File.Exists(@"C:\Windows\System32\nvcuda.dll"),
        };
        try
        {
            using var ones = torch.ones(2, 2);
            using var product = ones.mm(ones);
            var loaded = ShadowCheck.Loaded();
            var hasDevice = torch.cuda.is_available();
            return facts with
            {
                Libtorch = torch.__version__,
                Threads = torch.get_num_threads(),
                LoadedLibraries = loaded,
                HasCudaBackend = loaded.Any(l => Path.GetFileName(l).Contains("cuda", StringComparison.Ordinal)),
                IsCudaAvailable = hasDevice,
                Kernels = hasDevice && facts.WantsKernels ? DeviceKernels.Shared.FindAll(new torch.Device("cuda:0")) : facts.Kernels,
            };
        }
#pragma warning disable CA1031 // whatever keeps it from loading is the finding
        catch (Exception e)
#pragma warning restore CA1031
        {
            return facts with { BackendError = e.GetBaseException().Message.Split('\n')[0].TrimEnd('.') };
        }
    }
}
