namespace OptimNotebookExt.Kernels.Cuda;

/// <summary>Kernels cannot be had, or one could not be started; the message says why.</summary>
internal sealed class KernelException(string message, Exception? inner = null) : Exception(message, inner);
