using System.Runtime.InteropServices;
using OptimNotebookExt.Kernels;

namespace OptimNotebookExt.Tests.Kernels;

public sealed unsafe class FusedSweepTests
{
    // Some cut into chunks, some taken together, one on a chunk's edge.
    private static readonly long[][] Shapes =
        [[300, 700], [64, 64], [65536], [3], [65537, 3], [1], [1000, 257], [64, 64], [0], [200, 200, 5]];

    [Theory]
    [InlineData("Eve")]
    [InlineData("Cain")]
    public void The_bits_do_not_depend_on_the_number_of_threads(string kernel)
    {
        var one = Run(kernel, threads: 1);
        foreach (var threads in (int[])[1, 2, 3, 8, 2])
            Assert.Equal(one, Run(kernel, threads));
    }

    [Fact]
    public void A_failing_update_is_not_applied_and_does_not_hang_or_stop_others()
    {
        var sweep = new FusedSweep();
        foreach (var length in (long[])[1 << 18, 10, 1 << 18])
        {
            for (var round = 0; round < 3; round++)
            {
                var (failing, sound) = (new Counting(length, fails: true), new Counting(length, fails: false));
                sweep.Add(failing);
                sweep.Add(sound);

                sweep.Run(2);

                Assert.IsType<FormatException>(failing.Failure);
                Assert.False(failing.IsTorn);
                Assert.Null(sound.Failure);
                Assert.Equal((0, sound.Chunks), (failing.Applied, sound.Applied));
            }
        }
    }

    /// <summary>All numbers after some steps, as float32 bits.</summary>
    private static int[] Run(string kernel, int threads)
    {
        var random = new Random(1);
        var memory = new List<nint>();
        var sizes = new List<long>();
        var (eve, cain) = (new EveHyper { LearningRate = 0.01, Beta1 = 0.9, Beta2 = 0.98, Eps = 1e-8, WeightDecay = 1e-3, TargetRms = 0.1 },
            new CainHyper { LearningRate = 0.01, Beta1 = 0.9, Beta2 = 0.98, Eps = 1e-8, ScaleSpeed = 0.05, RmsEps = 1e-5, ParamMax = 20, ClampPeriod = 10 });
        var updates = Shapes.Select(shape =>
        {
            FusedUpdate update = kernel == "Eve" ? new EveUpdate<float>(shape.Aggregate(1L, (n, s) => n * s), eve) : new CainUpdate<float>(shape, cain);
            update.Parameter = New(update.Length);
            update.Gradient = New(update.Length);
            for (var i = 0; i < update.State.Length; i++)
                update.State[i] = (nint)New(update.Numbers(i) > 0 ? update.Numbers(i) : update.Length);
            return update;
        }).ToArray();

        var sweep = new FusedSweep();
        for (var step = 1; step < 8; step++)
        {
            foreach (var update in updates)
            {
                update.Step = step;
                sweep.Add(update);
            }
            sweep.Run(threads);
        }

        var bits = new List<int>();
        foreach (var (block, size) in memory.Zip(sizes))
        {
            bits.AddRange(new Span<int>((void*)block, (int)size));
            NativeMemory.AlignedFree((void*)block);
        }
        return [.. bits];

        void* New(long n)
        {
            var block = (float*)NativeMemory.AlignedAlloc((nuint)Math.Max(64, n * sizeof(float)), 64);
            for (var i = 0L; i < n; i++)
                block[i] = (float)random.NextDouble() + 0.1f;
            memory.Add((nint)block);
            sizes.Add(n);
            return block;
        }
    }

    private sealed class Counting(long length, bool fails) : FusedUpdate(length, stateTensors: 0)
    {
        private int applied;

        internal int Applied => applied;

        internal override void Reduce(int chunk)
        {
            if (fails && chunk == Chunks - 1)
                throw new FormatException("chunk");
        }

        internal override void Combine()
        {
        }

        internal override void Apply(int chunk) => Interlocked.Increment(ref applied);
    }
}
