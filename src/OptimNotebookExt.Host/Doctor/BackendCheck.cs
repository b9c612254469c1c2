using System.Globalization;

namespace OptimNotebookExt.Host.Doctor;

/// <summary>Whether libtorch can be loaded at all.</summary>
internal static class BackendCheck
{
    internal static Finding Of(MachineFacts facts) => facts.BackendError is { } error
        ? Finding.Fail("libtorch", $"cannot be loaded ({error}): {Remedy(facts)}")
        : Finding.Ok("libtorch", string.Create(CultureInfo.InvariantCulture, $"{facts.Libtorch}, {facts.Threads} threads on {facts.Processors} processors"));

    private static string Remedy(MachineFacts facts) => facts switch
    {
        { IsLinuxX64: true, HasSymbol: false } => "see libstdc++ below",
        { IsLinuxX64: true } => "install libgomp1 (apt-get install libgomp1); in a program of your own reference TorchSharp-cpu 0.107.0 too",
        _ => "reference TorchSharp-cpu 0.107.0; TorchSharp has natives for x64 and, on macOS, arm64",
    };
}
