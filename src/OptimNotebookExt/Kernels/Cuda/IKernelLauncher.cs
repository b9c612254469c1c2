namespace OptimNotebookExt.Kernels.Cuda;

/// <summary>
/// The kernels of one optimizer, compiled for one device and dtype. The tests have another one beside the device's: the same
/// source text, compiled for the CPU.
/// </summary>
internal interface IKernelLauncher
{
    /// <summary>With which the kernels were compiled.</summary>
    KernelLayout Layout { get; }

    /// <summary>Starts a kernel; returns before it has run, and what is launched later runs after it.</summary>
    /// <typeparam name="TArguments">As the kernel has them, in one struct.</typeparam>
    /// <param name="kernel">Its name in the source.</param>
    /// <param name="blocks">How many, of <see cref="KernelLayout.Threads"/> threads each; with none nothing is started.</param>
    /// <param name="arguments">Pointers in them must stay valid until the kernel has run.</param>
    /// <exception cref="KernelException">The kernel could not be started; nothing was.</exception>
    void Launch<TArguments>(string kernel, int blocks, TArguments arguments)
        where TArguments : unmanaged;
}
