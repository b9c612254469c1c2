namespace OptimNotebookExt.Host.Doctor;

/// <summary>Whether a CUDA device is there, and used.</summary>
internal static class CudaCheck
{
    internal static Finding? Of(MachineFacts facts) => facts switch
    {
        { BackendError: not null } => null,
        { IsCudaAvailable: true } => Finding.Ok("CUDA", "available"),
        { HasNvidiaDriver: true, HasCudaBackend: false } => Finding.Note("CUDA", "this machine has an NVIDIA driver, but libtorch is the one for CPUs: run './run.sh --device cuda', or '#r \"nuget: TorchSharp-cuda-linux, 0.107.0\"' as a notebook's first cell"),
        { HasNvidiaDriver: true } => Finding.Note("CUDA", "libtorch is built with CUDA but sees no device: check nvidia-smi, and that CUDA_VISIBLE_DEVICES is not empty"),
        _ => Finding.Ok("CUDA", "none: no NVIDIA driver on this machine, everything runs on the CPU"),
    };
}
