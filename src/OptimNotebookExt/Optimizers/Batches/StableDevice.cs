using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>
/// The step of <see cref="LearnedGradient"/>'s stable form of parameters of one shape together. Of the updates of the matrices
/// the host must know; only those that decompose the covariances wait for their results.
/// </summary>
/// <param name="optimizer">Counts bases that could not be estimated.</param>
/// <param name="smallNumel">Tensors of at most so many elements have one denominator and no matrices.</param>
/// <param name="sizePeriod">Steps from one update of a tensor's size to the next.</param>
internal sealed class StableDevice(LearnedGradient optimizer, long smallNumel, int sizePeriod) : LearnedDeviceRule(smallNumel, sizePeriod)
{
    private const int Updates = 1;
    private const int Learns = 2;
    private const int Decomposes = 4;

    /// <summary>By kind.</summary>
    private static readonly DevicePlan[] Plans =
        [DevicePlan.Ordinary, .. Enumerable.Range(1, 7).Select(kind => new DevicePlan { Kind = kind, IsSure = true, Decomposes = (kind & Decomposes) != 0 })];

    private LearnedGradientStableOptions o = null!;

    /// <summary>Q_{dim} by axis and the scale of the step at hand, as the update in it left them; null where the base is no rotated one.</summary>
    private (Tensor[] Q, Tensor Scale)? rotation;

    internal override void Read(ResearchOptions options)
    {
        base.Read(options);
        o = (LearnedGradientStableOptions)options;
    }

    internal override bool Fits(ParameterState state) => base.Fits(state)
        && (!HasMatrices(state)
            || (Has(state, "gsum", state.Shape) && Has(state, "snap", state.Shape) && Has(state, "objective") && Has(state, "agreement") && state.TryOwnCount("nup", out _)
                && (!Forgetting.IsIn(state) || Has(state, Forgetting.Rate))
                && (!RotatedBase.IsIn(state) || (Has(state, RotatedBase.SecondMoment, state.Shape) && Has(state, RotatedBase.Scale, state.Shape)))
                && BatchAxis.Of(state.Shape).All(a => Names(state, a).All(name => Has(state, name, a.Size, a.Size)))));

    internal override bool MustBeKnown(DeviceMember member) => HasMatrices(member.State) && HasMultiple(o.Period, Math.Max(1, member.LeastSteps), member.MostSteps);

    internal override bool MustBeSure(DeviceMember member) => HasMatrices(member.State) && member.MostSteps > 0 && member.MostSteps % o.Period == 0;

    internal override DevicePlan Plan(DeviceMember member)
    {
        if (!MustBeSure(member) || !member.State.TryOwnCount("nup", out var updates))
            return DevicePlan.Ordinary;
        var learns = updates > 0 && o.Eta != 0;
        var decomposes = member.State.Has($"grad_cov_{FirstAxis(member.State)}") && updates % o.EigEvery == 0;
        return Plans[Updates + (learns ? Learns : 0) + (decomposes ? Decomposes : 0)];
    }

    private protected override Tensor[]? Matrices(DeviceStep step)
    {
        var axes = step.Batch.Axes;
        var g = step.Gradients.contiguous();
        var gsum = step.State("gsum").Plus(g);
        var hasBase = step.Batch.Has($"grad_cov_{axes[0].Axis}");
        rotation = step.Batch.Has(RotatedBase.Scale) ? ([.. axes.Select(a => step.State($"Q_{a.Axis}"))], step.State(RotatedBase.Scale)) : null;
        var secondMoments = rotation is { } r
            ? Turned(step, r.Q, g).Squared().mul_(Scalars.Of(1 - o.CovBeta)).add_(step.State(RotatedBase.SecondMoment), alpha: Scalars.Of(o.CovBeta))
            : null;
        var covariances = axes.Select(a => hasBase ? a.Scatter(g, g).mul_(Scalars.Of(1 - o.CovBeta)).add_(step.State($"grad_cov_{a.Axis}"), alpha: Scalars.Of(o.CovBeta)) : null).ToArray();
        var lr = axes.Select(a => step.State($"lr_{a.Axis}")).ToArray();
        if ((step.Kind & Updates) != 0)
        {
            if ((step.Kind & Decomposes) == 0)
                Update(step, gsum, lr, [.. axes.Select(a => hasBase ? step.State(BaseName(step, a)) : null)], ref secondMoments);
            else if (Bases(step, covariances!) is { } bases)
                Update(step, gsum, lr, bases, ref secondMoments);
            else
                return null;
            gsum = zeros_like(gsum);
        }
        step.Write("gsum", gsum);
        if (secondMoments is not null)
            step.Write(RotatedBase.SecondMoment, secondMoments);
        for (var i = 0; i < axes.Length && hasBase; i++)
            step.Write($"grad_cov_{axes[i].Axis}", covariances[i]!);
        return lr;
    }

    /// <summary>One step of every K_{dim}, where there is something to learn from, and new B_{dim} and lr_{dim}, which take the place of the old.</summary>
    private void Update(DeviceStep step, Tensor gsum, Tensor[] lr, Tensor?[] bases, ref Tensor? secondMoments)
    {
        var (axes, snap) = (step.Batch.Axes, step.State("snap"));
        var heldOut = (step.Kind & Learns) != 0 ? HeldOutGradients.Compute(step.Batch, snap, gsum.Over(o.Period), lr, rotation is null ? null : x => Root(step, x)) : null;
        var rates = step.Batch.Has(Forgetting.Rate) ? step.State(Forgetting.Rate) : null;
        var share = rates is null ? null : Forgetting.Kept(o, rates).view(-1, 1, 1);
        var kept = zeros(step.Count, dtype: ScalarType.Float64, device: gsum.device);
        for (var i = 0; i < axes.Length; i++)
        {
            var d = axes[i].Axis;
            var k = step.State($"K_{d}");
            if (heldOut is not null)
                step.Write($"K_{d}", k = Factor(step, i, heldOut, k, share, ref kept));
            if ((step.Kind & Decomposes) != 0)
            {
                step.Write(BaseName(step, axes[i]), bases[i]!);
                if (rotation is { } old)
                    secondMoments = axes[i].Multiply(secondMoments!, RotatedBase.Mixing(old.Q[i], bases[i]!));
            }
            var (b, made) = LearnedFactor.Scaled(rotation is null && bases[i] is { } p ? p.bmm(k) : k);
            var isFinite = DeviceStep.AreFinite(made).view(-1, 1, 1);
            kept = kept.Plus(isFinite.flatten().bitwise_not());
            lr[i] = Selection.Of(isFinite, made, lr[i]);
            step.Write($"B_{d}", Selection.Of(isFinite, b, step.State($"B_{d}")));
            step.Write($"lr_{d}", lr[i]);
        }
        step.Tally(kept, kept);
        if (rotation is not null)
        {
            rotation = ([.. bases.Select(q => q!)], RotatedBase.ScaleOf(o, secondMoments!));
            step.Write(RotatedBase.Scale, rotation.Value.Scale);
        }
        if (rates is not null)
            step.Write(Forgetting.Rate, Forgetting.Now(o, rates));
        // Before exp_avg takes the gradient in, whose place it shares.
        step.Write("snap", step.State("exp_avg").clone());
        if (heldOut is not null)
        {
            var isUsable = heldOut.IsUsable.flatten();
            step.Write("objective", Selection.Of(isUsable, heldOut.Objective, step.State("objective")));
            step.Write("agreement", Selection.Of(isUsable, heldOut.Agreement, step.State("agreement")));
            step.TallyDirections(heldOut.Steps, snap, isUsable);
        }
        foreach (var member in step.Members)
        {
            member.TryOwnCount("nup", out var updates);
            step.OnCommit(() => member.SetOwnCount("nup", updates + 1));
        }
    }

    /// <summary>The members' new K_{dim}; the old ones where they cannot be had.</summary>
    private Tensor Factor(DeviceStep step, int axis, HeldOutGradients heldOut, Tensor k, Tensor? share, ref Tensor kept)
    {
        var x = LearnedFactor.Derivative(step.State($"B_{step.Batch.Axes[axis].Axis}"), step.Batch.Axes[axis].Scatter(heldOut.H, heldOut.Z[axis]));
        var norm = LearnedFactor.Norm(x);
        var learns = heldOut.IsUsable.bitwise_and(norm != Scalars.Of(0.0));
        // What ‖X‖ = 0 makes of it is put aside.
        var y = x * norm.Under(o.Eta / 2);
        var (factor, info) = linalg.cholesky_ex(share is null ? LearnedFactor.Updated(k, y, o.Shrink) : LearnedFactor.Updated(k, y, share));
        var isUsable = (info == Scalars.Of(0)).view(-1, 1, 1).bitwise_and(DeviceStep.AreFinite(factor).view(-1, 1, 1));
        kept = kept.Plus(learns.bitwise_and(isUsable.bitwise_not()).flatten());
        return Selection.Of(learns.bitwise_and(isUsable), factor, k);
    }

    /// <summary>
    /// New P_{dim} of every axis, all members together; of one alone also in float64, and the old one where that fails too, which
    /// is counted. Waits for the device, as its eigensolver does.
    /// </summary>
    /// <returns>Null where each member is to try alone.</returns>
    private Tensor[]? Bases(DeviceStep step, Tensor[] covariances)
    {
        string? failure = null;
        var bases = new Tensor[covariances.Length];
        for (var i = 0; i < bases.Length; i++)
        {
            var old = step.State(BaseName(step, step.Batch.Axes[i]));
            if (Together(covariances[i], old) is { } together)
                bases[i] = together;
            else if (step.Count > 1)
                return null;
            else
                bases[i] = LearnedGradient.NewBase(o, rotation is not null, covariances[i][0], ref failure)?.unsqueeze(0) ?? old;
        }
        foreach (var member in step.Members)
            optimizer.CountBases(member, failure);
        return bases;
    }

    /// <summary>Null where the base of some member could not be estimated.</summary>
    private Tensor? Together(Tensor covariances, Tensor old)
    {
        var mean = LearnedFactor.MeanDiagonal(covariances);
        var normalized = covariances / mean;
        var isFinite = LearnedFactor.IsFinite(normalized);
        try
        {
            var p = LearnedFactor.Base(where(isFinite, normalized, LearnedFactor.Identity(normalized)), rotation is not null, o);
            return isFinite.logical_or(mean == Scalars.Of(0.0)).logical_and(LearnedFactor.IsFinite(p)).all().item<bool>() ? where(isFinite, p, old) : null;
        }
        catch (ExternalException)
        {
            // One of the matrices: which one, shows when each is tried by itself.
            return null;
        }
    }

    private static int FirstAxis(ParameterState state) => Array.FindIndex(state.Shape, n => n != 1);

    /// <summary>R x of a <see cref="RotatedBase"/>.</summary>
    private protected override Tensor Root(DeviceStep step, Tensor x)
    {
        if (rotation is not { } r)
            return x;
        var y = Turned(step, r.Q, x) * r.Scale;
        for (var i = 0; i < r.Q.Length; i++)
            y = step.Batch.Axes[i].Multiply(y, r.Q[i]);
        return y;
    }

    /// <summary>x in the coordinates of the eigenvectors.</summary>
    private static Tensor Turned(DeviceStep step, Tensor[] vectors, Tensor x)
    {
        for (var i = 0; i < vectors.Length; i++)
            x = step.Batch.Axes[i].Multiply(x, vectors[i].mT);
        return x;
    }

    private static string BaseName(DeviceStep step, BatchAxis axis) => step.Batch.Has(RotatedBase.Scale) ? $"Q_{axis.Axis}" : $"P_{axis.Axis}";

    private static string[] Names(ParameterState state, BatchAxis axis) => state.Has($"grad_cov_{axis.Axis}")
        ? [$"lr_{axis.Axis}", $"K_{axis.Axis}", $"B_{axis.Axis}", RotatedBase.IsIn(state) ? $"Q_{axis.Axis}" : $"P_{axis.Axis}", $"grad_cov_{axis.Axis}"]
        : [$"lr_{axis.Axis}", $"K_{axis.Axis}", $"B_{axis.Axis}"];
}
