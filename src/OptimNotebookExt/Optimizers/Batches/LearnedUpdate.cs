using System.Numerics;
using System.Runtime.CompilerServices;
using OptimNotebookExt.Kernels;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>
/// LearnedGradient's elements. With matrices: the first sweep makes the new momentum, products make the step's direction of
/// it, and this sweep writes both. Without: the momentum is the direction. State: exp_avg, then param_rms, scale_exp_avg,
/// scale_exp_avg_sq and scale_grads (4 numbers).
/// </summary>
internal sealed unsafe class LearnedUpdate<T> : BatchedUpdate
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Elements that stay in the L1 cache from one loop over them to the next.</summary>
    private const int Block = 1024;

    private readonly LearnedHyper hyper;
    private readonly ChunkSum products;
    private readonly ChunkSum squares;
    private readonly ChunkSum directionSquares;
    private T sizeStep;
    private T limit;
    private T directionStep;

    internal LearnedUpdate(long length, bool hasMatrices, LearnedHyper hyper)
        : base(length, stateTensors: 5)
    {
        this.hyper = hyper;
        (products, squares, directionSquares) = (new ChunkSum(Chunks), new ChunkSum(Chunks), new ChunkSum(Chunks));
        First = hasMatrices ? new Momentum(this) : null;
    }

    internal override FusedUpdate? First { get; }

    private bool UpdatesSize => Step % hyper.SizePeriod == hyper.SizePeriod - 1;

    internal override int Numbers(int state) => state == 0 ? 0 : state == 4 ? hyper.SizePeriod : 1;

    [SkipLocalsInit]
    internal override void Reduce(int chunk)
    {
        var (start, n) = Range(chunk);
        T* p = (T*)Parameter + start, g = (T*)Gradient + start;
        var product = Sums<T>.OfProducts(p, g, n);
        products[chunk] = product;
        // A gradient that is not finite makes the sum of its products so too.
        Report(chunk, double.IsFinite(product) || Finite.All(g, n));
        if (UpdatesSize)
            squares[chunk] = Sums<T>.OfSquares(p, n);
        if (First is not null)
        {
            directionSquares[chunk] = Sums<T>.OfSquares((T*)Direction + start, n);
            return;
        }
        var momentum = stackalloc T[Block];
        var sum = 0.0;
        for (var i = start; i < start + n; i += Block)
        {
            var count = Math.Min(Block, start + n - i);
            MakeMomentum(momentum, i, count);
            sum += Sums<T>.OfSquares(momentum, count);
        }
        directionSquares[chunk] = sum;
    }

    internal override void Combine()
    {
        ((T*)State[4])[Step % hyper.SizePeriod] = T.CreateTruncating(products.Total);
        sizeStep = UpdatesSize ? T.CreateTruncating(UpdateSize()) : T.Zero;
        var rms = Math.Sqrt(directionSquares.Total / Length) + hyper.Eps;
        limit = T.CreateTruncating(rms * hyper.MaxStepScale);
        var alpha = -hyper.LearningRate * (1 - hyper.Beta1) / Math.Sqrt(1 - (hyper.Beta1 * hyper.Beta1));
        directionStep = T.CreateTruncating(alpha * double.CreateTruncating(*(T*)State[1]) / rms);
    }

    internal override void Apply(int chunk)
    {
        var (start, n) = Range(chunk);
        for (var i = start; i < start + n; i += Block)
        {
            var count = Math.Min(Block, start + n - i);
            var exp_avg = (T*)State[0] + i;
            if (First is not null)
                new ReadOnlySpan<T>((T*)Prepared + i, (int)count).CopyTo(new Span<T>(exp_avg, (int)count));
            else
                MakeMomentum(exp_avg, i, count);
            Move((T*)Parameter + i, First is not null ? (T*)Direction + i : exp_avg, count);
        }
    }

    /// <summary>The relative change of the tensor's size, every fourth step.</summary>
    private double UpdateSize()
    {
        T* param_rms = (T*)State[1], scale_exp_avg = (T*)State[2], scale_exp_avg_sq = (T*)State[3], scale_grads = (T*)State[4];
        var period = hyper.SizePeriod;
        var (size_lr, beta1, beta2) = (period * hyper.LearningRate * hyper.SizeLrScale, Math.Pow(hyper.Beta1, period), Math.Pow(hyper.Beta2, period));
        var rms = Math.Sqrt(squares.Total / Length);
        *param_rms = T.CreateTruncating(rms < hyper.Eps ? hyper.Eps : rms);

        var (mean, meanSquare) = (0.0, 0.0);
        for (var i = 0; i < period; i++)
        {
            var s = double.CreateTruncating(scale_grads[i]);
            mean += s / period;
            meanSquare += s * s / period;
        }
        var average = (double.CreateTruncating(*scale_exp_avg) * beta1) + (mean * (1 - beta1));
        var averageSquare = (double.CreateTruncating(*scale_exp_avg_sq) * beta2) + (meanSquare * (1 - beta2));
        (*scale_exp_avg, *scale_exp_avg_sq) = (T.CreateTruncating(average), T.CreateTruncating(averageSquare));

        // Compared in the parameter's dtype, as torch compares a tensor with a number.
        if (*param_rms > T.CreateTruncating(hyper.ParamMaxRms))
            return -size_lr;
        if (*param_rms < T.CreateTruncating(hyper.ParamMinRms))
            return size_lr;
        var bias_correction2 = 1 - Math.Pow(beta2, (Step + 1) / (double)period);
        return -size_lr * Math.Sqrt(bias_correction2) * average / (Math.Sqrt(averageSquare) + 1e-10);
    }

    /// <summary>exp_avg with the gradient taken in; the target may be exp_avg.</summary>
    private void MakeMomentum(T* target, long start, long n)
    {
        T* exp_avg = (T*)State[0] + start, g = (T*)Gradient + start;
        var (beta1, keep1) = (T.CreateTruncating(hyper.Beta1), T.CreateTruncating(1 - hyper.Beta1));
        var i = 0L;
        for (; i <= n - Vector<T>.Count; i += Vector<T>.Count)
            Vector.Store((Vector.Load(exp_avg + i) * beta1) + (Vector.Load(g + i) * keep1), target + i);
        for (; i < n; i++)
            target[i] = (exp_avg[i] * beta1) + (g[i] * keep1);
    }

    private void Move(T* p, T* direction, long n)
    {
        var whole = n - (n % Vector<T>.Count);
        MoveVectors(p, direction, whole);
        if (whole == n)
            return;

        // The rest goes through the same vectors in a padded copy, so that the formula stands here once.
        var tail = new Tail<T>(whole, n);
        var copy = stackalloc T[2 * Vector<T>.Count];
        tail.Load(p, copy);
        tail.Load(direction, copy + Vector<T>.Count);
        MoveVectors(copy, copy + Vector<T>.Count, Vector<T>.Count);
        tail.Store(copy, p);
    }

    private void MoveVectors(T* p, T* direction, long n)
    {
        var (size, step, most) = (sizeStep, directionStep, new Vector<T>(limit));
        for (var i = 0L; i < n; i += Vector<T>.Count)
        {
            var x = Vector.Load(p + i);
            // Selections and not a minimum, which would hide a NaN.
            var move = Vector.Load(direction + i);
            move = Vector.ConditionalSelect(Vector.GreaterThan(move, most), most, move);
            move = Vector.ConditionalSelect(Vector.LessThan(move, -most), -most, move);
            Vector.Store(x + (x * size) + (move * step), p + i);
        }
    }

    /// <summary>The first sweep.</summary>
    private sealed class Momentum(LearnedUpdate<T> update) : FusedUpdate(update.Length, stateTensors: 0)
    {
        internal override void Reduce(int chunk)
        {
        }

        internal override void Combine()
        {
        }

        internal override void Apply(int chunk)
        {
            var (start, n) = Range(chunk);
            update.MakeMomentum((T*)update.Prepared + start, start, n);
        }
    }
}
