using TorchSharp;
using static TorchSharp.torch;

namespace Training;

/// <summary>Points on three arms of a spiral, to be told apart.</summary>
internal sealed class Spirals : IDisposable
{
    internal const int Arms = 3;

    internal Spirals(int points, long seed)
    {
        using var generator = new Generator((ulong)seed, CPU);
        using var scope = NewDisposeScope();
        var arm = randint(0, Arms, [points], generator: generator);
        var along = rand(points, generator: generator);
        var angle = along * 4 + arm * (2 * Math.PI / Arms) + randn(points, generator: generator) * 0.1;
        Points = stack([along * angle.cos(), along * angle.sin()], 1).MoveToOuterDisposeScope();
        Labels = arm.to(ScalarType.Int64).MoveToOuterDisposeScope();
    }

    /// <summary>[points, 2].</summary>
    internal Tensor Points { get; }

    /// <summary>[points], the arm of each.</summary>
    internal Tensor Labels { get; }

    /// <summary>The batch of a step; it depends on the step alone, so that a resumed run sees the same ones.</summary>
    internal (Tensor Points, Tensor Labels) Batch(long step, int size)
    {
        var begin = step * size % (Points.shape[0] - size + 1);
        return (Points.narrow(0, begin, size), Labels.narrow(0, begin, size));
    }

    public void Dispose()
    {
        Points.Dispose();
        Labels.Dispose();
    }
}
