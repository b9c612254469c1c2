using OptimNotebookExt.Optimizers.Batches;

namespace OptimNotebookExt.Host.Doctor;

/// <summary>Whether a CUDA device takes fused kernels, and if not, why.</summary>
internal static class KernelsCheck
{
    private const string Subject = "GPU code";

    internal static Finding? Of(MachineFacts facts) => facts switch
    {
        { BackendError: not null } or { IsCudaAvailable: false, WantsKernels: false } => null,
        { IsCudaAvailable: false } => Finding.Note(Subject, $"{DeviceKernels.Switch} is 1, but libtorch sees no CUDA device"),
        { WantsKernels: false } => Finding.Ok(Subject, $"batched operations; {DeviceKernels.Switch}=1 has Eve and Cain try fused kernels, which were never run on a device so far"),
        _ => Of(facts.Kernels),
    };

    private static Finding Of(IReadOnlyDictionary<string, string?> kernels)
    {
        var refused = kernels.Where(k => k.Value is not null).GroupBy(k => k.Value!, k => k.Key).ToArray();
        return refused.Length == 0
            ? Finding.Ok(Subject, $"fused kernels, which agreed with the batched operations here: {string.Join("; ", kernels.Keys)}")
            : Finding.Note(Subject, string.Join(" ", refused.Select(r => $"Batched operations take the place of fused kernels ({string.Join("; ", r)}): {r.Key}")));
    }
}
