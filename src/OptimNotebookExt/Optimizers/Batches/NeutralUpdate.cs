using System.Numerics;
using OptimNotebookExt.Kernels;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>What the two forms of NeutralGradient's step share: the tensor's scale, and moving the parameter along a direction.</summary>
/// <param name="length">Elements of the parameter.</param>
/// <param name="stateTensors">delta, exp_avg_sq, grad_times_step; with more than one element scale and scale_exp_avg_sq; with matrices scalar_exp_avg_sq.</param>
/// <param name="hyper">Hyper-parameters of the step.</param>
internal abstract unsafe class NeutralUpdate<T>(long length, int stateTensors, NeutralHyper hyper) : BatchedUpdate(length, stateTensors), INeutralUpdate
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Elements that stay in the L1 cache from one loop over them to the next.</summary>
    private protected const int Block = 1024;

    private readonly ChunkSum products = new(MostChunks);
    private readonly ChunkSum squares = new(MostChunks);
    private T scaleStep;

    /// <inheritdoc/>
    public long Gradients { get; set; }

    /// <inheritdoc/>
    public long StepWithinPeriod { get; set; }

    /// <inheritdoc/>
    public bool Estimates { get; set; }

    /// <inheritdoc/>
    public bool WaitsToEstimate { get; set; }

    /// <inheritdoc/>
    public void* Rotated { get; set; }

    private protected NeutralHyper Hyper { get; } = hyper;

    private protected bool IsSlowStep => Step % Hyper.SlowPeriod == 0;

    /// <summary>a: how far along the direction.</summary>
    private protected double Alpha { get; set; }

    private protected ref T Number(int state) => ref *(T*)State[state];

    internal override int Numbers(int state) => state < 2 ? 0 : 1;

    /// <summary>Σ p·g and Σ p² of a chunk.</summary>
    private protected void ReduceScale(int chunk)
    {
        var (start, n) = Range(chunk);
        T* p = (T*)Parameter + start, g = (T*)Gradient + start;
        var product = Sums<T>.OfProducts(p, g, n);
        products[chunk] = product;
        // A gradient that is not finite makes the sum of its products so too.
        Report(chunk, double.IsFinite(product) || Finite.All(g, n));
        if (Step % 2 == 0 || IsSlowStep)
            squares[chunk] = Sums<T>.OfSquares(p, n);
    }

    /// <summary>The relative change of the whole tensor's scale; every other step the rms limits decide it.</summary>
    private protected void CombineScale()
    {
        var (s, n) = (products.Total, (double)Gradients);
        ref var scale_exp_avg_sq = ref Number(4);
        scale_exp_avg_sq = T.CreateTruncating((double.CreateTruncating(scale_exp_avg_sq) * Hyper.Beta2) + (s * s * (1 - Hyper.Beta2) / n));
        var u = s / (Math.Sqrt(double.CreateTruncating(scale_exp_avg_sq)) + Hyper.GradEps);
        var rms = Math.Sqrt(squares.Total / Length);
        if (Step % 2 == 0)
        {
            // Compared in the parameter's dtype, as torch compares a tensor with a number.
            if (T.CreateTruncating(rms) < T.CreateTruncating(Hyper.ParamMinRms))
                u = -2 * Math.Sqrt(n);
            if (T.CreateTruncating(rms) > T.CreateTruncating(Hyper.ParamMaxRms))
                u = 2 * Math.Sqrt(n);
        }
        scaleStep = T.CreateTruncating(u * -Hyper.LearningRate * Math.Sqrt(1 - Math.Pow(Hyper.Beta2, Step + 1)) * Hyper.ScaleSpeed * (1 - Hyper.Beta1));
        if (IsSlowStep)
            Number(3) = T.CreateTruncating(rms + Hyper.ParamMinRms);
    }

    /// <summary>delta = β1·delta + p·(the scale's step) + a·direction; p += delta.</summary>
    private protected void MoveAlong(T* direction, long start, long n)
    {
        T* p = (T*)Parameter + start, delta = (T*)State[0] + start;
        var whole = n - (n % Vector<T>.Count);
        MoveVectors(p, delta, direction, whole);
        if (whole == n)
            return;

        // The rest goes through the same vectors in a padded copy, so that the formula stands here once.
        var tail = new Tail<T>(whole, n);
        var width = Vector<T>.Count;
        var copy = stackalloc T[3 * width];
        tail.Load(p, copy);
        tail.Load(delta, copy + width);
        tail.Load(direction, copy + (2 * width));
        MoveVectors(copy, copy + width, copy + (2 * width), width);
        tail.Store(copy, p);
        tail.Store(copy + width, delta);
    }

    /// <summary>exp_avg_sq with x² taken in; the target may be exp_avg_sq.</summary>
    private protected void AddSquares(T* x, T* exp_avg_sq, T* target, long n)
    {
        var (beta2, keep2) = (T.CreateTruncating(Hyper.Beta2), T.CreateTruncating((1 - Hyper.Beta2) / Gradients));
        var i = 0L;
        for (; i <= n - Vector<T>.Count; i += Vector<T>.Count)
        {
            var y = Vector.Load(x + i);
            Vector.Store((Vector.Load(exp_avg_sq + i) * beta2) + (y * y * keep2), target + i);
        }
        for (; i < n; i++)
            target[i] = (exp_avg_sq[i] * beta2) + (x[i] * x[i] * keep2);
    }

    /// <summary>x / (exp_avg_sq to a power + grad_eps) · factor.</summary>
    private protected void Normalize(T* x, T* exp_avg_sq, T* target, long n, double power, T factor)
    {
        var (eps, exponent) = (T.CreateTruncating(Hyper.GradEps), T.CreateTruncating(power));
        var epsilons = new Vector<T>(eps);
        var i = 0L;
        for (; power == 0.5 && i <= n - Vector<T>.Count; i += Vector<T>.Count)
            Vector.Store(Vector.Load(x + i) / (Vector.SquareRoot(Vector.Load(exp_avg_sq + i)) + epsilons) * factor, target + i);
        for (; i < n; i++)
            target[i] = x[i] / ((power == 0.5 ? T.Sqrt(exp_avg_sq[i]) : T.Pow(exp_avg_sq[i], exponent)) + eps) * factor;
    }

    private void MoveVectors(T* p, T* delta, T* direction, long n)
    {
        var (beta1, scale, step) = (T.CreateTruncating(Hyper.Beta1), scaleStep, T.CreateTruncating(Alpha));
        for (var i = 0L; i < n; i += Vector<T>.Count)
        {
            var x = Vector.Load(p + i);
            var move = (Vector.Load(delta + i) * beta1) + (x * scale) + (Vector.Load(direction + i) * step);
            Vector.Store(move, delta + i);
            Vector.Store(x + move, p + i);
        }
    }
}
