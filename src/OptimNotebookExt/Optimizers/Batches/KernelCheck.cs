using OptimNotebookExt.Kernels.Cuda;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>
/// Steps of a few tensors by kernels and by batched operations, compared: what kernels have to pass on each device and dtype
/// before they are used. The host waits for the device here.
/// </summary>
internal static class KernelCheck
{
    /// <summary>Past a clamp of Cain, and each axis several times.</summary>
    private const int Steps = 13;

    /// <summary>Of one block and of several, with and without an axis whose elements lie close, with two elements an index, one number, the same shape twice.</summary>
    private static readonly long[][] Shapes = [[150, 130], [9, 70], [70, 9], [6, 5, 3, 3], [2, 7], [40], [40], [2], [1], []];

    /// <returns>What differs, in a sentence; null where nothing does.</returns>
    internal static string? Difference(string optimizer, IKernelLauncher launcher, Device device, ScalarType dtype)
    {
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        if (!OptimizerCatalog.TryGet(optimizer, out var info))
            throw new ArgumentException($"There is no optimizer '{optimizer}'.", nameof(optimizer));
        var (kernels, operations) = (Parameters(dtype, device), Parameters(dtype, device));
        using var ours = info.Create(kernels);
        using var theirs = info.Create(operations);
        (ours.Path, theirs.Path) = (OptimizerPath.Device, OptimizerPath.Device);
        (ours.Kernels, theirs.Kernels) = ((_, _, _) => launcher, (_, _, _) => null);
        for (var step = 0; step < Steps; step++)
        {
            SetGradients(kernels, step);
            SetGradients(operations, step);
            ours.step();
            theirs.step();
        }

        foreach (var (by, of) in ours.States.Zip(theirs.States))
        {
            if (by.Step != of.Step || by.Failures != of.Failures)
                return $"the kernels counted other steps than the batched operations for a tensor of shape [{string.Join(", ", of.Shape)}].";
            foreach (var (name, mine, right) in of.TensorNames.Select(n => (n, by[n], of[n])).Prepend(("the parameter", by.Parameter, of.Parameter)))
            {
                var difference = (mine - right).abs().max().ToDouble() / Math.Max(right.abs().max().ToDouble(), double.Epsilon);
                // Not true for NaN either.
                if (!(difference <= info.StateTolerance(dtype)))
                    return FormattableString.Invariant($"after {Steps} steps {name} of shape [{string.Join(", ", of.Shape)}] differs by {difference:g3} from the batched operations, relative to its largest element; {info.StateTolerance(dtype):g3} is allowed.");
            }
        }
        return null;
    }

    /// <summary>Above Eve's target rms at first, and one tensor below.</summary>
    private static (string, Parameter)[] Parameters(ScalarType dtype, Device device) =>
        [.. Shapes.Select((shape, i) => ($"p{i}", new Parameter(Waves(shape, i, dtype, device).mul_(Scalars.Of(i == 1 ? 0.01 : 0.5)))))];

    /// <summary>Now and then one is not finite, so that members have step counts of their own.</summary>
    private static void SetGradients((string, Parameter Parameter)[] parameters, int step)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            var p = parameters[i].Parameter;
            p.grad = Waves(p.shape, (17 * step) + i + 100, p.dtype, p.device);
            // The first or the last element.
            if (step % 5 == 3 && i % 4 == 0)
                p.grad.view(-1)[(step % 2) - 1].fill_(Scalars.Of(double.NaN));
        }
    }

    /// <summary>Values without a pattern that fits to blocks, and without torch's generator, which belongs to the user.</summary>
    private static Tensor Waves(long[] shape, int phase, ScalarType dtype, Device device)
    {
        var numel = (int)shape.Aggregate(1L, (n, size) => n * size);
        return tensor([.. Enumerable.Range(0, numel).Select(i => Math.Sin((0.7 * i) + phase))], dtype: dtype).view(shape).to(device);
    }
}
