using OptimNotebookExt.Kernels;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>LearnedGradient's matrices for some members of a batch, all together: what <see cref="MetaGradient"/> does for one.</summary>
internal readonly struct LearnedMatrices(Batch batch, int begin, int end)
{
    private const double Tiny = 1e-20;

    /// <summary>The momentum through every lr_{dim}; the caller's to free.</summary>
    /// <param name="momentum">[members, …], contiguous.</param>
    /// <param name="updated">The matrices to use instead of the state's.</param>
    internal RawTensor Direction(RawTensor momentum, IReadOnlyList<LearnedMatrix>? updated)
    {
        var y = momentum.Borrowed();
        for (var i = 0; i < batch.Axes.Length; i++)
        {
            using var x = y;
            using var lr = updated is null ? batch.Get(lrNames[batch.Axes[i].Axis], begin, end) : RawTensor.Of(updated[i].Lr);
            y = batch.Axes[i].Multiply(x, lr);
        }
        return y;
    }

    /// <summary>One meta-step of every matrix, all from gradients taken at the old matrices. Nothing of the state is written.</summary>
    /// <param name="o">The group's options.</param>
    /// <param name="gradients">[members, …], contiguous.</param>
    internal IReadOnlyList<LearnedMatrix> Update(LearnedGradientOptions o, RawTensor gradients)
    {
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        var (axes, exp_avg) = (batch.Axes, Part("exp_avg"));
        var g = gradients.ToTensor().view(exp_avg.shape);
        var lr = new Tensor[axes.Length];
        var grad_cov = new Tensor[axes.Length];
        for (var i = 0; i < axes.Length; i++)
        {
            lr[i] = Part(lrNames[axes[i].Axis]);
            grad_cov[i] = axes[i].Scatter(g, g).add_(Part($"grad_cov_{axes[i].Axis}"), alpha: Scalars.Of(o.Beta2));
        }

        var (y, z) = Products(axes, exp_avg, lr);
        var c = y;
        for (var i = 0; i < axes.Length; i++)
            c = axes[i].Multiply(c, grad_cov[i] / MeanDiagonal(grad_cov[i]).Plus(Tiny));
        var (flatG, flatY, flatC) = (g.flatten(1), y.flatten(1), c.flatten(1));
        var q = (flatC * flatY).mean([1]);
        var s = (flatG * flatY).sum([1], keepdim: true);
        // h = (g - c·s/(q·numel))/√q; what q ≤ 0 makes of it is put aside below.
        var h = flatC.mul_(-s / q.unsqueeze(1).Times(flatG.shape[1])).Increase(flatG).div_(q.sqrt().unsqueeze(1)).view(y.shape);
        var isPositive = q > Scalars.Of(0.0);
        var hasMetaGradient = isPositive.data<bool>().ToArray();

        var isOne = StepDirections.AreOne(y.view(exp_avg.shape), exp_avg).data<bool>().ToArray();
        bool?[] isOneDirection = [.. isOne.Select((one, m) => hasMetaGradient[m] ? one : (bool?)null)];

        var meta_lr = o.LearningRate!.Value * o.MetaLrScale;
        var result = new LearnedMatrix[axes.Length];
        for (var i = 0; i < axes.Length; i++)
        {
            using var temporaries = NewDisposeScope();
            var updated = Updated(lr[i], axes[i].Scatter(h, z[i]), meta_lr, o);
            var lost = LostDefiniteness.Of(updated);
            // As good as always all is well, and then nothing more is looked at.
            if (!lost.Contains(true) && !hasMetaGradient.AsSpan().Contains(false))
            {
                result[i] = new LearnedMatrix(
                    updated.MoveToOuterDisposeScope().DetachFromDisposeScope(), grad_cov[i].DetachFromDisposeScope(), lost, lost, isOneDirection);
                continue;
            }
            var isFinite = updated.isfinite().flatten(1).all(1);
            var isUsable = isPositive.logical_and(isFinite).view(-1, 1, 1);
            var finite = isFinite.data<bool>().ToArray();
            result[i] = new LearnedMatrix(
                where(isUsable, updated, lr[i]).MoveToOuterDisposeScope().DetachFromDisposeScope(),
                grad_cov[i].DetachFromDisposeScope(),
                [.. lost.Select((isLost, m) => isLost && hasMetaGradient[m])],
                [.. finite.Select((isKept, m) => !isKept && hasMetaGradient[m])],
                isOneDirection);
        }
        return result;
    }

    /// <summary>Writes what <see cref="Update"/> made into the state of the members from first to last, and counts what was wrong with it.</summary>
    internal void Commit(IReadOnlyList<LearnedMatrix> updated, int first, int last)
    {
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        for (var member = first; member < last && batch.Axes.Length > 0; member++)
        {
            if (updated[0].IsOneDirection[member - begin] is { } isOne && batch.Members[member] is { } learned)
                learned.Failures = learned.Failures.WithUpdate(isOne);
        }
        for (var i = 0; i < batch.Axes.Length; i++)
        {
            var (axis, start, count) = (batch.Axes[i].Axis, first - begin, last - first);
            batch.Get(lrNames[axis]).narrow(0, first, count).copy_(updated[i].Lr.narrow(0, start, count));
            batch.Get($"grad_cov_{axis}").narrow(0, first, count).copy_(updated[i].GradCov.narrow(0, start, count));
            for (var member = first; member < last; member++)
            {
                if (!updated[i].IsIndefinite[member - begin])
                    continue;
                var state = batch.Members[member];
                var kept = updated[i].IsKept[member - begin] ? 1 : 0;
                state.Failures = state.Failures with { LostDefiniteness = state.Failures.LostDefiniteness + 1, KeptMatrices = state.Failures.KeptMatrices + kept };
            }
        }
    }

    /// <summary>y: exp_avg through every lr_{dim}, and by axis z: through those of the other axes.</summary>
    internal static (Tensor Y, Tensor[] Z) Products(BatchAxis[] axes, Tensor exp_avg, Tensor[] lr)
    {
        var z = new Tensor[lr.Length];
        var y = exp_avg;
        for (var i = 0; i < lr.Length; i++)
        {
            // What the axes before have made of it serves both.
            z[i] = y;
            for (var e = i + 1; e < lr.Length; e++)
                z[i] = axes[e].Multiply(z[i], lr[e]);
            y = axes[i].Multiply(y, lr[i]);
        }
        return (y, z);
    }

    /// <summary>A·lr·Aᵀ of every member, with mean diagonal 1.</summary>
    internal static Tensor Updated(Tensor lr, Tensor m, double meta_lr, LearnedGradientOptions o)
    {
        // The half of the symmetric part goes into the factor.
        var half = o.SymmetrizeMetaGrad ? 0.5 : 1;
        var a = (o.SymmetrizeMetaGrad ? m.Plus(m.transpose(1, 2)) : m).bmm(lr);
        var rms = a.flatten(1).norm(1).Times(half / lr.shape[1]);
        a.mul_(rms.Plus(Tiny).Under(half * meta_lr * (o.MetaLrTwice ? meta_lr : 1)).view(-1, 1, 1));
        a.diagonal(0, 1, 2).Increase(1);
        var moved = a.bmm(lr).bmm(a.transpose(1, 2));
        return moved.Plus(moved.transpose(1, 2)).div_(MeanDiagonal(moved).Times(2));
    }

    internal static Tensor MeanDiagonal(Tensor matrices) => matrices.diagonal(0, 1, 2).mean([1]).view(-1, 1, 1);

    private Tensor Part(string name) => batch.Get(name).narrow(0, begin, end - begin);

    // Made once, because a step in between makes no garbage.
    private static readonly string[] lrNames = [.. Enumerable.Range(0, 64).Select(d => $"lr_{d}")];
}
