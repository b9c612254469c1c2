using System.Numerics;
using System.Runtime.CompilerServices;
using OptimNotebookExt.Kernels;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>
/// NeutralGradient for tensors with projections. Products change the gradient's coordinates; the first sweep normalizes it
/// there; products change it back; this sweep takes it into exp_avg_sq and moves the parameter.
/// </summary>
internal sealed unsafe class NeutralMatrixUpdate<T> : NeutralUpdate<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ChunkSum directionSquares = new(MostChunks);
    private readonly ChunkSum stepProducts = new(MostChunks);

    internal NeutralMatrixUpdate(long length, NeutralHyper hyper)
        : base(length, stateTensors: 6, hyper) => First = new Normalization(this);

    internal override FusedUpdate? First { get; }

    /// <summary>With the step count from before a re-estimate, so that the zeroed statistics go uncorrected on that step (N09).</summary>
    private double BiasCorrection2 => 1 - Math.Pow(Hyper.Beta2, Math.Min(Step, StepWithinPeriod) + 1);

    internal override void Reduce(int chunk)
    {
        var (start, n) = Range(chunk);
        T* x = (T*)Direction + start, g = (T*)Gradient + start;
        ReduceScale(chunk);
        directionSquares[chunk] = Sums<T>.OfSquares(x, n);
        if (IsSlowStep)
            stepProducts[chunk] = Sums<T>.OfProducts(x, g, n);
    }

    internal override void Combine()
    {
        CombineScale();
        ref var scalar_exp_avg_sq = ref Number(5);
        scalar_exp_avg_sq = T.CreateTruncating(
            (double.CreateTruncating(scalar_exp_avg_sq) * Hyper.Beta2) + (directionSquares.Total / Length * (1 - Hyper.Beta2) / Gradients));
        var denominator = Math.Sqrt(double.CreateTruncating(scalar_exp_avg_sq) / BiasCorrection2) + Hyper.GradEps;
        Alpha = -Hyper.LearningRate * (1 - Hyper.Beta1) * double.CreateTruncating(Number(3)) / denominator;
        if (!IsSlowStep)
            return;
        ref var grad_times_step = ref Number(2);
        grad_times_step = T.CreateTruncating((double.CreateTruncating(grad_times_step) * Hyper.Beta1) - (Alpha * stepProducts.Total / Gradients));
    }

    internal override void Apply(int chunk)
    {
        var (start, n) = Range(chunk);
        for (var i = start; i < start + n; i += Block)
        {
            var count = Math.Min(Block, start + n - i);
            var exp_avg_sq = (T*)State[1] + i;
            AddSquares((T*)Rotated + i, exp_avg_sq, exp_avg_sq, count);
            MoveAlong((T*)Direction + i, i, count);
        }
    }

    /// <summary>The first sweep.</summary>
    private sealed class Normalization(NeutralMatrixUpdate<T> update) : FusedUpdate(update.Length, stateTensors: 0)
    {
        internal override void Reduce(int chunk)
        {
        }

        internal override void Combine()
        {
        }

        [SkipLocalsInit]
        internal override void Apply(int chunk)
        {
            var (start, n) = Range(chunk);
            var correction = update.BiasCorrection2;
            var factor = correction < 0.99 ? T.CreateTruncating(Math.Sqrt(correction)) : T.One;
            var squares = stackalloc T[Block];
            for (var i = start; i < start + n; i += Block)
            {
                var count = Math.Min(Block, start + n - i);
                var x = (T*)update.Rotated + i;
                update.AddSquares(x, (T*)update.State[1] + i, squares, count);
                update.Normalize(x, squares, (T*)update.Prepared + i, count, update.Hyper.GradPow / 2, factor);
            }
        }
    }
}
