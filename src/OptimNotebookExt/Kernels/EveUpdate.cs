using System.Numerics;

namespace OptimNotebookExt.Kernels;

/// <summary>
/// Eve in two passes: ‖p‖ first, because all of p decays or none of it, then everything else at once. State: exp_avg,
/// exp_avg_sq. Reads p and g twice (the gradient first for whether it is finite) and exp_avg, exp_avg_sq once; writes p, exp_avg, exp_avg_sq once.
/// </summary>
internal sealed unsafe class EveUpdate<T>(long length, EveHyper hyper) : FusedUpdate(length, stateTensors: 2)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double[] squares = new double[MostChunks];
    private T decay;
    private T perRootMoment;
    private T perMomentum;

    internal override bool ChecksGradient => true;

    internal override void Reduce(int chunk)
    {
        var (start, n) = Range(chunk);
        squares[chunk] = Sums<T>.OfSquares((T*)Parameter + start, n);
        if (SkipsNonFinite)
            Report(chunk, Finite.All((T*)Gradient + start, n));
    }

    internal override void Combine()
    {
        var sum = 0.0;
        for (var chunk = 0; chunk < Chunks; chunk++)
            sum += squares[chunk];
        // Compared in the parameter's dtype, as torch compares a tensor with a number.
        var isAboveTargetRms = Length > 1
            && T.CreateTruncating(Math.Sqrt(sum)) > T.CreateTruncating(hyper.TargetRms * Math.Sqrt(Length));
        decay = !isAboveTargetRms ? T.One
            : hyper.DecayFactorFloat32 ? T.CreateTruncating(1f - (float)hyper.WeightDecay)
            : T.One - T.CreateTruncating(hyper.WeightDecay);

        var step = Step + 1;
        perRootMoment = T.CreateTruncating(Math.Pow(1 - Math.Pow(hyper.Beta2, step), -0.5));
        perMomentum = T.CreateTruncating(-hyper.LearningRate / (1 - Math.Pow(hyper.Beta1, step)));
    }

    internal override void Apply(int chunk)
    {
        var (start, n) = Range(chunk);
        T* p = (T*)Parameter + start, g = (T*)Gradient + start, exp_avg = (T*)State[0] + start, exp_avg_sq = (T*)State[1] + start;
        var width = Vector<T>.Count;
        var whole = n - (n % width);
        ApplyVectors(p, g, exp_avg, exp_avg_sq, whole);
        if (whole == n)
            return;

        // The rest goes through the same vectors in a padded copy, so that the formula stands here once.
        var tail = new Tail<T>(whole, n);
        var copy = stackalloc T[4 * width];
        tail.Load(p, copy);
        tail.Load(g, copy + width);
        tail.Load(exp_avg, copy + (2 * width));
        tail.Load(exp_avg_sq, copy + (3 * width));
        ApplyVectors(copy, copy + width, copy + (2 * width), copy + (3 * width), width);
        tail.Store(copy, p);
        tail.Store(copy + (2 * width), exp_avg);
        tail.Store(copy + (3 * width), exp_avg_sq);
    }

    private void ApplyVectors(T* p, T* g, T* exp_avg, T* exp_avg_sq, long n)
    {
        var (beta1, keep1) = (T.CreateTruncating(hyper.Beta1), T.CreateTruncating(1 - hyper.Beta1));
        var (beta2, keep2) = (T.CreateTruncating(hyper.Beta2), T.CreateTruncating(1 - hyper.Beta2));
        var (root, momentum, shrink) = (perRootMoment, perMomentum, decay);
        var eps = new Vector<T>(T.CreateTruncating(hyper.Eps));
        for (var i = 0L; i < n; i += Vector<T>.Count)
        {
            var gradient = Vector.Load(g + i);
            var m = (Vector.Load(exp_avg + i) * beta1) + (gradient * keep1);
            var v = (Vector.Load(exp_avg_sq + i) * beta2) + (gradient * gradient * keep2);
            var denominator = (Vector.SquareRoot(v) * root) + eps;
            var moved = (Vector.Load(p + i) * shrink) + (m * momentum / denominator);
            Vector.Store(m, exp_avg + i);
            Vector.Store(v, exp_avg_sq + i);
            Vector.Store(moved, p + i);
        }
    }
}
