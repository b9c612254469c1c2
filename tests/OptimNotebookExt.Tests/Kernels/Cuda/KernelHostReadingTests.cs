using OptimNotebookExt.Kernels.Cuda;
using OptimNotebookExt.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Kernels.Cuda;

/// <summary>That steps by kernels read no number on the host, shown on tensors that have none; see <see cref="HostReadingTests"/>.</summary>
[Trait(Once.Name, Once.Value)]
public sealed class KernelHostReadingTests
{
    [Theory, MemberData(nameof(KernelPathTests.Cases), MemberType = typeof(KernelPathTests))]
    public void Whole_steps_run_where_no_number_can_be_read(string optimizer, ScalarType dtype)
    {
        long[][] shapes = [[5, 4], [5, 4], [9], [6, 3, 2], [], [1], [70, 600]];
        (string, Parameter Parameter)[] parameters = [.. shapes.Select((shape, i) => ($"p{i}", new Parameter(ones(shape, dtype: dtype, device: META))))];
        var idle = new Idle();
        using var ours = Create(optimizer, parameters);
        ours.Kernels = (_, device, _) => device.type == TorchSharp.DeviceType.META ? idle : null;
        // The first step is one of the reference path, whose check of the gradients waits for the device.
        ours.FailurePolicy.NonFiniteGradients = NonFiniteGradients.Propagate;
        Step();
        ours.FailurePolicy.NonFiniteGradients = NonFiniteGradients.Skip;
        for (var step = 0; step < 100; step++)
            Step();

        Assert.Equal(5 * 100, idle.Launched);
        Assert.ThrowsAny<Exception>(() => ours.States[0].Step);

        void Step()
        {
            foreach (var (_, p) in parameters)
                p.grad = ones_like(p);
            ours.step();
        }
    }

    private static ResearchOptimizer Create(string optimizer, (string, Parameter)[] parameters)
    {
        Assert.True(OptimizerCatalog.TryGet(optimizer, out var info));
        ParameterChecks.TakesMeta = true;
        try
        {
            var made = info.Create(parameters);
            (made.Path, made.DeviceReadingPeriod) = (OptimizerPath.Device, long.MaxValue);
            return made;
        }
        finally
        {
            ParameterChecks.TakesMeta = false;
        }
    }

    /// <summary>Counts kernels; without numbers there is nothing to run.</summary>
    private sealed class Idle : IKernelLauncher
    {
        public KernelLayout Layout => KernelLayout.Default;

        internal int Launched { get; private set; }

        public void Launch<TArguments>(string kernel, int blocks, TArguments arguments)
            where TArguments : unmanaged => Launched++;
    }
}
