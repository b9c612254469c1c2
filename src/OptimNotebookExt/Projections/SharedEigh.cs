using static TorchSharp.torch;

namespace OptimNotebookExt.Projections;

/// <summary>
/// Eigenvalues of a batch of symmetric matrices on all threads: libtorch takes one matrix after another on the CPU, with
/// threads within each, which small ones have little of.
/// </summary>
internal static class SharedEigh
{
    /// <summary>Elements below which a second thread costs more than it gives.</summary>
    private const long SmallestShared = 1 << 14;

    internal static (Tensor Values, Tensor Vectors) Of(Tensor matrices)
    {
        var threads = (int)Math.Min(get_num_threads(), matrices.ndim == 3 ? matrices.shape[0] : 1);
        return threads < 2 || matrices.numel() < SmallestShared || matrices.device_type != TorchSharp.DeviceType.CPU
            ? linalg.eigh(matrices)
            : Shared(matrices, threads);
    }

    private static (Tensor Values, Tensor Vectors) Shared(Tensor matrices, int threads)
    {
        var parts = matrices.tensor_split(threads);
        var results = new (Tensor Values, Tensor Vectors)[threads];
        var before = get_num_threads();
        try
        {
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            {
                // Tensors belong to the scope of the thread that makes them, and so does the number of threads within.
                using var noTape = no_grad();
                set_num_threads(1);
                try
                {
                    var (values, vectors) = linalg.eigh(parts[i]);
                    results[i] = (values.DetachFromDisposeScope(), vectors.DetachFromDisposeScope());
                }
                finally
                {
                    set_num_threads(before);
                }
            });
            return (cat([.. results.Select(r => r.Values)]), cat([.. results.Select(r => r.Vectors)]));
        }
        catch (AggregateException e)
        {
            throw e.InnerException!;
        }
        finally
        {
            set_num_threads(before);
            foreach (var (values, vectors) in results)
            {
                values?.Dispose();
                vectors?.Dispose();
            }
        }
    }
}
