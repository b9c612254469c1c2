using System.Numerics;
using System.Runtime.CompilerServices;
using OptimNotebookExt.Kernels;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>NeutralGradient for single numbers and for tensors whose elements all lie along one axis: one sweep.</summary>
internal sealed unsafe class NeutralVectorUpdate<T>(long length, NeutralHyper hyper) : NeutralUpdate<T>(length, length > 1 ? 5 : 3, hyper)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ChunkSum stepProducts = new(MostChunks);

    internal override FusedUpdate? First => null;

    internal override void Reduce(int chunk)
    {
        if (Length > 1)
            ReduceScale(chunk);
        else
            Report(chunk, Finite.All((T*)Gradient, Length));
    }

    internal override void Combine()
    {
        var alpha = -(1 - Hyper.Beta1) * Hyper.LearningRate * Math.Sqrt(1 - Math.Pow(Hyper.Beta2, Step + 1));
        if (Length > 1)
        {
            CombineScale();
            alpha *= double.CreateTruncating(Number(3));
        }
        Alpha = alpha;
    }

    [SkipLocalsInit]
    internal override void Apply(int chunk)
    {
        var (start, n) = Range(chunk);
        var direction = stackalloc T[Block];
        var sum = 0.0;
        for (var i = start; i < start + n; i += Block)
        {
            var count = Math.Min(Block, start + n - i);
            T* g = (T*)Gradient + i, exp_avg_sq = (T*)State[1] + i;
            AddSquares(g, exp_avg_sq, exp_avg_sq, count);
            Normalize(g, exp_avg_sq, direction, count, 0.5, T.One);
            if (Length == 1 || IsSlowStep)
                sum += Sums<T>.OfProducts(direction, g, count);
            MoveAlong(direction, i, count);
        }
        stepProducts[chunk] = sum;
    }

    internal override void Finish()
    {
        ref var grad_times_step = ref Number(2);
        var (old, moved) = (double.CreateTruncating(grad_times_step), Alpha * stepProducts.Total / Gradients);
        if (Length == 1)
            grad_times_step = T.CreateTruncating((old * Hyper.Beta2) - (moved * (1 - Hyper.Beta2) / (1 - Hyper.Beta1)));
        else if (IsSlowStep)
            grad_times_step = T.CreateTruncating((old * Hyper.Beta1) - moved);
    }
}
