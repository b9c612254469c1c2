using System.Runtime.CompilerServices;
using TorchSharp;

namespace OptimNotebookExt.Tests.Safety;

public sealed class ScalarsTests
{
    [Fact]
    public void A_number_outlives_collections_until_the_ring_has_gone_round()
    {
        var number = Make(0.25);

        Assert.Equal(0.25, ValueAfterCollection(number));
        for (var i = 0; i < Scalars.Capacity; i++)
            Make(i);
        Collect();
        Assert.False(number.IsAlive);
    }

    [Fact]
    public void The_numbers_of_a_thread_that_ended_are_freed()
    {
        WeakReference? number = null;
        var thread = new Thread(() => number = Make(0.25));
        thread.Start();
        thread.Join();
        thread = null;

        Collect();

        Assert.False(number!.IsAlive);
    }

    [Fact]
    public void Arithmetic_with_kept_numbers_gives_the_bits_of_the_operators()
    {
        using var generator = new torch.Generator(1, torch.CPU);
        foreach (var dtype in new[] { torch.ScalarType.Float32, torch.ScalarType.Float64 })
        {
            using var scope = torch.NewDisposeScope();
            var (x, y) = (torch.randn(1000, dtype: dtype, generator: generator), torch.randn(1000, dtype: dtype, generator: generator));

            Assert.Equal((x + y).Doubles(), x.Plus(y).Doubles());
            Assert.Equal((x + 0.1).Doubles(), x.Plus(0.1).Doubles());
            Assert.Equal(x.clone().add_(y).Doubles(), x.clone().Increase(y).Doubles());
            Assert.Equal(x.clone().add_(0.1).Doubles(), x.clone().Increase(0.1).Doubles());
            Assert.Equal((x * 3).Doubles(), x.Times(3).Doubles());
            Assert.Equal((x * 0.1).Doubles(), x.Times(0.1).Doubles());
            Assert.Equal((x / 7L).Doubles(), x.Over(7).Doubles());
            Assert.Equal((2 / x).Doubles(), x.Under(2).Doubles());
            Assert.Equal(x.square().Doubles(), x.Squared().Doubles());
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Make(double value) => new(Scalars.Of(value));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double ValueAfterCollection(WeakReference number)
    {
        Collect();
        return ((Scalar)number.Target!).ToDouble();
    }

    private static void Collect()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
