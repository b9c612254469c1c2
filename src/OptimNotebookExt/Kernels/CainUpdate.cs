using System.Numerics;
using System.Runtime.CompilerServices;

namespace OptimNotebookExt.Kernels;

/// <summary>
/// Cain in two passes: both sums it needs, Σ p·g and those of the refresh of param_rms along one axis, are taken of the
/// old values, so one reading of p, g and param_rms gives both; then everything else at once. State: delta, exp_avg_sq
/// and, with more than one element, param_rms and scale_exp_avg_sq (a single number).
/// </summary>
internal sealed unsafe class CainUpdate<T> : FusedUpdate
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Elements whose intermediate values are held in the L1 cache at a time.</summary>
    private const int Block = 1024;

    private readonly CainHyper hyper;
    private readonly AxisCells[] axes;
    private readonly double[] products = new double[MostChunks];

    // Pinned, because the passes write them through pointers. One row of sums for each chunk.
    private readonly double[] cellSums;
    private readonly double[] indexSums;
    private readonly T[] indexFactors;
    private readonly T[] cellFactors;
    private readonly long sumsPerChunk;
    private T scaleStep;
    private T gradientStep;

    internal CainUpdate(long[] shape, CainHyper hyper)
        : base(shape.Aggregate(1L, (n, s) => n * s), stateTensors: shape.Aggregate(1L, (n, s) => n * s) > 1 ? 4 : 2)
    {
        this.hyper = hyper;
        axes = Length > 1 ? [.. shape.Select((_, d) => new AxisCells(shape, d))] : [];
        // Rows of whole cache lines, so that no two threads write into the same one.
        sumsPerChunk = (Largest(a => a.CellsOf(Math.Min(ChunkLength, Length))) + 7) / 8 * 8;
        cellSums = GC.AllocateArray<double>((int)(Chunks * sumsPerChunk), pinned: true);
        indexSums = GC.AllocateArray<double>((int)Largest(a => a.Size), pinned: true);
        indexFactors = GC.AllocateArray<T>((int)Largest(a => a.Size), pinned: true);
        cellFactors = GC.AllocateArray<T>((int)Largest(a => a.Period), pinned: true);

        long Largest(Func<AxisCells, long> count) => axes.Select(count).DefaultIfEmpty(0).Max();
    }

    /// <summary>The axis whose factors this step refreshes.</summary>
    private AxisCells Axis => axes[Step % axes.Length];

    internal override int Numbers(int state) => state == 3 ? 1 : 0;

    internal override bool ChecksGradient => true;

    [SkipLocalsInit]
    internal override void Reduce(int chunk)
    {
        var (start, n) = Range(chunk);
        var g = (T*)Gradient;
        if (Length <= 1)
        {
            Report(chunk, Finite.All(g, n));
            return;
        }
        T* p = (T*)Parameter, param_rms = (T*)State[2];
        var axis = Axis;
        var product = 0.0;
        var relative = stackalloc T[Block];
        fixed (double* sums = &cellSums[chunk * sumsPerChunk])
        {
            new Span<double>(sums, (int)sumsPerChunk).Clear();
            for (var i = start; i < start + n; i += Block)
            {
                var count = (int)Math.Min(Block, start + n - i);
                product += Sums<T>.OfProducts(p + i, g + i, count);
                RelativeSquares(p + i, param_rms + i, relative, count);
                axis.AddTo(sums, relative, count, i, start);
            }
        }
        products[chunk] = product;
        // A gradient that is not finite makes the sum of its products so too.
        Report(chunk, double.IsFinite(product) || Finite.All(g + start, n));
    }

    internal override void Combine()
    {
        var (t, lr) = (Step, hyper.LearningRate);
        // The draft uses the exponent t here, so the first step's gradient part is zero (C02); kept.
        var bias_correction2 = 1 - Math.Pow(hyper.Beta2, t);
        if (Length <= 1)
        {
            gradientStep = T.CreateTruncating(-lr * (1 - hyper.Beta1) * Math.Sqrt(bias_correction2));
            return;
        }
        // No square root of the bias correction, unlike Adam (C03); kept.
        gradientStep = T.CreateTruncating(-(1 - hyper.Beta1) * lr * bias_correction2);

        var s = 0.0;
        for (var chunk = 0; chunk < Chunks; chunk++)
            s += products[chunk];
        var scale_exp_avg_sq = (T*)State[3];
        *scale_exp_avg_sq = T.CreateTruncating((double.CreateTruncating(*scale_exp_avg_sq) * hyper.Beta2) + (s * s * (1 - hyper.Beta2)));
        var scale_bias_correction2 = 1 - Math.Pow(hyper.Beta2, t + 1);
        var alpha = -lr * Math.Sqrt(scale_bias_correction2) * hyper.ScaleSpeed * (1 - hyper.Beta1);
        scaleStep = T.CreateTruncating(s / (Math.Sqrt(double.CreateTruncating(*scale_exp_avg_sq)) + hyper.Eps) * alpha);
        MakeFactors(Axis);
    }

    [SkipLocalsInit]
    internal override void Apply(int chunk)
    {
        var (start, n) = Range(chunk);
        if (Length <= 1)
        {
            if (n == 1)
                ApplyNumber((T*)Parameter, *(T*)Gradient, (T*)State[0], (T*)State[1]);
            return;
        }
        var axis = Axis;
        var factors = stackalloc T[Block];
        fixed (T* perCell = cellFactors)
        {
            for (var i = start; i < start + n; i += Block)
            {
                var count = (int)Math.Min(Block, start + n - i);
                axis.Expand(perCell, factors, count, i);
                ApplyBlock((T*)Parameter + i, (T*)Gradient + i, (T*)State[0] + i, (T*)State[1] + i, (T*)State[2] + i, factors, count);
                if (Clamps)
                    Clamp((T*)Parameter + i, count);
            }
        }
    }

    /// <summary>max(p², rms_eps²) / param_rms², whose mean along the axis is the square of the factor.</summary>
    private void RelativeSquares(T* p, T* param_rms, T* result, int n)
    {
        var floor = T.CreateTruncating(hyper.RmsEps * hyper.RmsEps);
        var floors = new Vector<T>(floor);
        var i = 0;
        for (; i <= n - Vector<T>.Count; i += Vector<T>.Count)
        {
            var (x, rms) = (Vector.Load(p + i), Vector.Load(param_rms + i));
            var square = x * x;
            // A selection and not a maximum, which would hide a NaN.
            square = Vector.ConditionalSelect(Vector.LessThan(square, floors), floors, square);
            Vector.Store(square / (rms * rms), result + i);
        }
        for (; i < n; i++)
        {
            var square = p[i] * p[i];
            result[i] = (square < floor ? floor : square) / (param_rms[i] * param_rms[i]);
        }
    }

    private void MakeFactors(AxisCells axis)
    {
        Array.Clear(indexSums);
        fixed (double* cells = cellSums, sums = indexSums)
        fixed (T* perIndex = indexFactors, perCell = cellFactors)
        {
            for (var chunk = 0; chunk < Chunks; chunk++)
            {
                var (start, n) = Range(chunk);
                axis.Fold(cells + (chunk * sumsPerChunk), axis.CellsOf(n), start, sums);
            }
            for (var index = 0; index < axis.Size; index++)
                perIndex[index] = T.CreateTruncating(Math.Sqrt(sums[index] / axis.ElementsPerIndex));
            axis.Spread(perIndex, perCell);
        }
    }

    private void ApplyBlock(T* p, T* g, T* delta, T* exp_avg_sq, T* param_rms, T* factors, int n)
    {
        var whole = n - (n % Vector<T>.Count);
        ApplyVectors(p, g, delta, exp_avg_sq, param_rms, factors, whole);
        if (whole == n)
            return;

        // The rest goes through the same vectors in a padded copy, so that the formula stands here once.
        var tail = new Tail<T>(whole, n);
        var width = Vector<T>.Count;
        var copy = stackalloc T[6 * width];
        tail.Load(p, copy);
        tail.Load(g, copy + width);
        tail.Load(delta, copy + (2 * width));
        tail.Load(exp_avg_sq, copy + (3 * width));
        tail.Load(param_rms, copy + (4 * width));
        tail.Load(factors, copy + (5 * width));
        ApplyVectors(copy, copy + width, copy + (2 * width), copy + (3 * width), copy + (4 * width), copy + (5 * width), width);
        tail.Store(copy, p);
        tail.Store(copy + (2 * width), delta);
        tail.Store(copy + (3 * width), exp_avg_sq);
        tail.Store(copy + (4 * width), param_rms);
    }

    private void ApplyVectors(T* p, T* g, T* delta, T* exp_avg_sq, T* param_rms, T* factors, int n)
    {
        var (beta1, scale, step) = (T.CreateTruncating(hyper.Beta1), scaleStep, gradientStep);
        var (beta2, keep2) = (T.CreateTruncating(hyper.Beta2), T.CreateTruncating(1 - hyper.Beta2));
        var eps = new Vector<T>(T.CreateTruncating(hyper.Eps));
        for (var i = 0; i < n; i += Vector<T>.Count)
        {
            var (x, gradient) = (Vector.Load(p + i), Vector.Load(g + i));
            var v = (Vector.Load(exp_avg_sq + i) * beta2) + (gradient * gradient * keep2);
            var rms = Vector.Load(param_rms + i) * Vector.Load(factors + i);
            var move = (Vector.Load(delta + i) * beta1) + (x * scale) + (gradient / (Vector.SquareRoot(v) + eps) * rms * step);
            Vector.Store(v, exp_avg_sq + i);
            Vector.Store(rms, param_rms + i);
            Vector.Store(move, delta + i);
            Vector.Store(x + move, p + i);
        }
    }

    private void ApplyNumber(T* p, T g, T* delta, T* exp_avg_sq)
    {
        var (beta1, beta2, keep2) = (T.CreateTruncating(hyper.Beta1), T.CreateTruncating(hyper.Beta2), T.CreateTruncating(1 - hyper.Beta2));
        *exp_avg_sq = (*exp_avg_sq * beta2) + (g * g * keep2);
        *delta = (*delta * beta1) + (g * gradientStep / (T.Sqrt(*exp_avg_sq) + T.CreateTruncating(hyper.Eps)));
        *p += *delta;
        if (Clamps)
            Clamp(p, 1);
    }

    private bool Clamps => Step % hyper.ClampPeriod == 0;

    /// <summary>A loop of its own, because most steps go without. Comparisons are false for NaN, which stays NaN as in torch.</summary>
    private void Clamp(T* p, int n)
    {
        var limit = T.CreateTruncating(hyper.ParamMax);
        var limits = new Vector<T>(limit);
        var i = 0;
        for (; i <= n - Vector<T>.Count; i += Vector<T>.Count)
        {
            var x = Vector.Load(p + i);
            x = Vector.ConditionalSelect(Vector.GreaterThan(x, limits), limits, x);
            Vector.Store(Vector.ConditionalSelect(Vector.LessThan(x, -limits), -limits, x), p + i);
        }
        for (; i < n; i++)
            p[i] = p[i] > limit ? limit : p[i] < -limit ? -limit : p[i];
    }
}
