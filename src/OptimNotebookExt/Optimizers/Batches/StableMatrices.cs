using OptimNotebookExt.Kernels;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>The matrices of LearnedGradient's stable form for some members of a batch: what <see cref="HeldOutGradient"/> and <see cref="LearnedFactor"/> do for one.</summary>
internal readonly unsafe struct StableMatrices(Batch batch, int begin, int end)
{
    /// <summary>The momentum through every lr_{dim}; the caller's to free.</summary>
    /// <param name="momentum">[members, …], contiguous.</param>
    /// <param name="updated">Whose matrices to use instead of the state's.</param>
    internal RawTensor Direction(RawTensor momentum, StableUpdate? updated)
    {
        var y = IsRotated ? Root(momentum.Borrowed(), updated) : momentum.Borrowed();
        for (var i = 0; i < batch.Axes.Length; i++)
        {
            using var x = y;
            using var lr = updated is null ? batch.Get(LrNames[batch.Axes[i].Axis], begin, end) : RawTensor.Of(updated.Axes[i].Lr);
            y = batch.Axes[i].Multiply(x, lr);
        }
        return IsRotated ? Root(y, updated) : y;
    }

    /// <summary>An update of every matrix. Nothing of the state is written.</summary>
    /// <param name="o">The group's options.</param>
    /// <param name="gradients">[members, …], contiguous.</param>
    /// <param name="learns">Whether these members have a snapshot to learn from.</param>
    /// <param name="newBase">P_{dim} [members, size, size] of the covariances of an axis; null where none is due.</param>
    internal StableUpdate Update(LearnedGradientStableOptions o, RawTensor gradients, bool learns, Func<int, Tensor, Tensor>? newBase)
    {
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        var (axes, exp_avg, hasBase) = (batch.Axes, Part("exp_avg"), HasBase);
        var g = gradients.ToTensor().view(exp_avg.shape);
        var lrs = new Tensor[axes.Length];
        for (var i = 0; i < axes.Length; i++)
            lrs[i] = Part(LrNames[axes[i].Axis]);
        var heldOut = learns && o.Eta != 0 ? HeldOutGradients.Compute(batch, Part("snap"), g.Plus(Part("gsum")).Over(o.Period), lrs, IsRotated ? Root : null) : null;
        var secondMoments = IsRotated ? Turned(g).Squared().mul_(Scalars.Of(1 - o.CovBeta)).add_(Part(RotatedBase.SecondMoment), alpha: Scalars.Of(o.CovBeta)) : null;
        var rates = batch.Has(Forgetting.Rate) ? Part(Forgetting.Rate) : null;
        var share = rates is null ? null : Forgetting.Kept(o, rates).view(-1, 1, 1);
        var result = new StableMatrix[axes.Length];
        for (var i = 0; i < axes.Length; i++)
        {
            var d = axes[i].Axis;
            var kept = new long[end - begin];
            var covariance = hasBase ? axes[i].Scatter(g, g).mul_(Scalars.Of(1 - o.CovBeta)).add_(Part(CovarianceNames[d]), alpha: Scalars.Of(o.CovBeta)) : null;
            var k = heldOut is null ? Part($"K_{d}").clone() : Factors(o, i, heldOut, share, kept);
            var made = !hasBase ? null : newBase is null ? Part($"{(IsRotated ? "Q" : "P")}_{d}").clone() : newBase(d, covariance!);
            var (p, q) = IsRotated ? ((Tensor?)null, made) : (made, null);
            if (q is not null && newBase is not null)
                secondMoments = axes[i].Multiply(secondMoments!, RotatedBase.Mixing(Part($"Q_{d}"), q));
            var (b, lr) = LearnedFactor.Scaled(p is null ? k : p.bmm(k));
            var isFinite = LearnedFactor.IsFinite(lr);
            Count(kept, isFinite.logical_not());
            result[i] = new StableMatrix(k, p, q, where(isFinite, b, Part($"B_{d}")), where(isFinite, lr, lrs[i]), covariance, kept);
        }
        return new StableUpdate(result, secondMoments, secondMoments is null ? null : RotatedBase.ScaleOf(o, secondMoments), rates is null ? null : Forgetting.Now(o, rates), exp_avg.clone(), Reading("objective", heldOut, heldOut?.Objective), Reading("agreement", heldOut, heldOut?.Agreement), OneDirection(heldOut)).Detached();
    }

    /// <summary>Writes what <see cref="Update"/> made into the state of the members from first to last.</summary>
    internal void Commit(StableUpdate updated, int first, int last)
    {
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        var (start, count, from) = (first - begin, last - first, batch);
        for (var i = 0; i < batch.Axes.Length; i++)
        {
            var (d, made) = (batch.Axes[i].Axis, updated.Axes[i]);
            Write($"K_{d}", made.K);
            Write($"B_{d}", made.B);
            Write(LrNames[d], made.Lr);
            if (made.P is not null)
                Write($"P_{d}", made.P);
            if (made.Q is not null)
                Write($"Q_{d}", made.Q);
            if (made.Covariance is not null)
                Write(CovarianceNames[d], made.Covariance);
            for (var member = first; member < last; member++)
            {
                if (made.Kept[member - begin] is var kept and > 0 && batch.Members[member] is { } state)
                    state.Failures = state.Failures with { LostDefiniteness = state.Failures.LostDefiniteness + kept, KeptMatrices = state.Failures.KeptMatrices + kept };
            }
        }
        if (updated.SecondMoments is not null)
        {
            Write(RotatedBase.SecondMoment, updated.SecondMoments);
            Write(RotatedBase.Scale, updated.Scale!);
        }
        if (updated.Rates is not null)
            Write(Forgetting.Rate, updated.Rates);
        Write("snap", updated.Snap);
        Write("objective", updated.Objective);
        Write("agreement", updated.Agreement);
        batch.Get("gsum").narrow(0, first, count).zero_();
        for (var member = first; member < last; member++)
        {
            if (updated.IsOneDirection[member - begin] is { } isOne && batch.Members[member] is { } state)
                state.Failures = state.Failures.WithUpdate(isOne);
            batch.Members[member].SetCount("nup", batch.Members[member].Count("nup") + 1);
        }

        void Write(string name, Tensor value) => from.Get(name).narrow(0, first, count).copy_(value.narrow(0, start, count));
    }

    /// <summary>Takes the gradients of the members from first to last into gsum, grad_cov_{dim} and rotated_sq, of a step that updates nothing.</summary>
    /// <param name="o">The group's options.</param>
    /// <param name="gradients">Of the members from begin to end, contiguous.</param>
    /// <param name="first">The first member.</param>
    /// <param name="last">The member after the last.</param>
    internal void TakeIn(LearnedGradientStableOptions o, RawTensor gradients, int first, int last)
    {
        Into("gsum", gradients, 1, 1, first, last);
        for (var i = 0; i < batch.Axes.Length && HasBase; i++)
        {
            using var scatter = batch.Axes[i].Scatter(gradients);
            Into(CovarianceNames[batch.Axes[i].Axis], scatter, o.CovBeta, 1 - o.CovBeta, first, last);
        }
        if (!IsRotated)
            return;
        using var turned = Turned(gradients.Borrowed(), null);
        using var flat = turned.View(-1);
        flat.MultiplyBy(flat);
        Into(RotatedBase.SecondMoment, turned, o.CovBeta, 1 - o.CovBeta, first, last);
    }

    /// <summary>x in the coordinates of the eigenvectors; disposes x.</summary>
    private RawTensor Turned(RawTensor x, StableUpdate? updated, bool back = false)
    {
        for (var i = 0; i < batch.Axes.Length; i++)
        {
            using var before = x;
            using var q = updated is null ? batch.Get(VectorNames[batch.Axes[i].Axis], begin, end) : RawTensor.Of(updated.Axes[i].Q!);
            x = batch.Axes[i].Multiply(before, q, transposed: !back);
        }
        return x;
    }

    /// <summary>R x of a <see cref="RotatedBase"/>; disposes x.</summary>
    private RawTensor Root(RawTensor x, StableUpdate? updated)
    {
        var turned = Turned(x, updated);
        using (var flat = turned.View(-1))
        using (var scale = updated is null ? batch.Get(RotatedBase.Scale, begin, end) : RawTensor.Of(updated.Scale!))
        using (var factors = scale.View(-1))
            flat.MultiplyBy(factors);
        return Turned(turned, updated, back: true);
    }

    /// <summary>The same with managed tensors, by the state as it is.</summary>
    private Tensor Root(Tensor x)
    {
        using var root = Root(RawTensor.Of(x), null);
        using var tensor = root.ToTensor();
        return tensor.view(x.shape);
    }

    private Tensor Turned(Tensor x)
    {
        using var turned = Turned(RawTensor.Of(x), null);
        using var tensor = turned.ToTensor();
        return tensor.view(x.shape);
    }

    /// <summary>The members' new K_{dim}; the old ones where they cannot be had.</summary>
    private Tensor Factors(LearnedGradientStableOptions o, int axis, HeldOutGradients heldOut, Tensor? share, long[] kept)
    {
        var (d, k) = (batch.Axes[axis].Axis, Part($"K_{batch.Axes[axis].Axis}"));
        var x = LearnedFactor.Derivative(Part($"B_{d}"), batch.Axes[axis].Scatter(heldOut.H, heldOut.Z[axis]));
        var norm = LearnedFactor.Norm(x);
        var learns = heldOut.IsUsable.logical_and(norm != Scalars.Of(0.0));
        var y = x * norm.Under(o.Eta / 2);
        var (factor, info) = linalg.cholesky_ex(share is null ? LearnedFactor.Updated(k, y, o.Shrink) : LearnedFactor.Updated(k, y, share));
        var isUsable = (info == Scalars.Of(0)).view(-1, 1, 1).logical_and(LearnedFactor.IsFinite(factor));
        Count(kept, learns.logical_and(isUsable.logical_not()));
        return where(learns.logical_and(isUsable), factor, k);
    }

    /// <summary>What the members that learned read; of the others what they had.</summary>
    private Tensor Reading(string name, HeldOutGradients? heldOut, Tensor? values) =>
        heldOut is null ? Part(name).clone() : where(heldOut.IsUsable.flatten(), values!, Part(name));

    /// <summary>By member whether the step that it learned from lies in one direction.</summary>
    private bool?[] OneDirection(HeldOutGradients? heldOut)
    {
        if (heldOut is null)
            return new bool?[end - begin];
        var (isOne, isUsable) = (StepDirections.AreOne(heldOut.Steps, Part("snap")).data<bool>().ToArray(), heldOut.IsUsable.data<bool>().ToArray());
        return [.. isOne.Select((one, i) => isUsable[i] ? one : (bool?)null)];
    }

    /// <summary>Counts by member what is true, [members, 1, 1].</summary>
    private static void Count(long[] counts, Tensor isTrue)
    {
        var values = isTrue.data<bool>().ToArray();
        for (var i = 0; i < counts.Length; i++)
            counts[i] += values[i] ? 1 : 0;
    }

    private void Into(string name, RawTensor source, double keep, double take, int first, int last)
    {
        var (arena, dtype) = (RawTensor.Of(batch.Get(name)), batch.Members[0].Parameter.dtype);
        var numel = arena.Numel / batch.Members.Count;
        var bytes = numel * (dtype == ScalarType.Float64 ? sizeof(double) : sizeof(float));
        Blend.Into((byte*)arena.Data + (first * bytes), (byte*)source.Data + ((first - begin) * bytes), numel * (last - first), keep, take, dtype);
    }

    private bool HasBase => batch.Has(CovarianceNames[batch.Axes[0].Axis]);

    private bool IsRotated => batch.Has(RotatedBase.Scale);

    private Tensor Part(string name) => batch.Get(name).narrow(0, begin, end - begin);

    // Made once, because a step in between makes no garbage.
    private static readonly string[] LrNames = Names("lr");
    private static readonly string[] VectorNames = Names("Q");
    private static readonly string[] CovarianceNames = Names("grad_cov");

    private static string[] Names(string what) => [.. Enumerable.Range(0, 64).Select(d => $"{what}_{d}")];
}
