using OptimNotebookExt.Kernels;
using OptimNotebookExt.Projections;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>NeutralGradient's projections for some members of a batch, all together.</summary>
internal readonly struct NeutralMatrices(Batch batch, int begin, int end)
{
    // Made once, because a step between re-estimates makes no garbage.
    private static readonly string[] projNames = [.. Enumerable.Range(0, 64).Select(d => $"proj_{d}")];

    /// <summary>Into the coordinates of the projections; the caller's to free.</summary>
    /// <param name="x">[members, …], contiguous.</param>
    /// <param name="mayWrite">Whether x may serve for the result.</param>
    internal RawTensor Forward(RawTensor x, bool mayWrite)
    {
        var y = Multiply(x.Borrowed(), transposed: false, out var isX);
        if (isX && !mayWrite)
            y = x.Clone();
        Scale(y);
        return y;
    }

    /// <summary>Back by the transposes, over x; the caller's to free.</summary>
    internal RawTensor Backward(RawTensor x)
    {
        Scale(x);
        return Multiply(x.Borrowed(), transposed: true, out _);
    }

    /// <summary>The same with managed tensors; x is not written.</summary>
    internal Tensor Forward(Tensor x)
    {
        using var y = Forward(RawTensor.Of(x), mayWrite: false);
        using var tensor = y.ToTensor();
        return tensor.view(x.shape);
    }

    /// <summary>The same with managed tensors, over x.</summary>
    internal Tensor Backward(Tensor x)
    {
        using var y = Backward(RawTensor.Of(x));
        using var tensor = y.ToTensor();
        return tensor.view(x.shape);
    }

    /// <summary>The sums of the gradients' outer products on every axis with a full matrix, by axis, else null.</summary>
    /// <param name="gradients">[members, …], contiguous.</param>
    internal Tensor?[] Scatter(RawTensor gradients)
    {
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        var g = gradients.ToTensor().view([end - begin, .. batch.Shape]);
        var sums = new Tensor?[batch.Axes.Length];
        for (var i = 0; i < sums.Length; i++)
            sums[i] = IsFull(batch.Axes[i]) ? batch.Axes[i].Scatter(g, g).DetachFromDisposeScope() : null;
        return sums;
    }

    /// <summary>Adds a member's part of <see cref="Scatter"/> to its statistics.</summary>
    internal void StoreStatistics(Tensor?[] scatter, int member)
    {
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        var state = batch.Members[member];
        foreach (var (axis, sums) in batch.Axes.Zip(scatter))
        {
            if (sums is null)
                continue;
            var (name, count) = ($"grad_cov_{axis.Axis}", $"grad_cov_count_{axis.Axis}");
            var present = state.TryGet(name, out var sum);
            if (present)
                sum.Increase(sums[member - begin]);
            else
                state[name] = sums[member - begin].clone();
            state.SetCount(count, (present ? state.Count(count) : 0) + axis.Rows);
        }
    }

    /// <summary>New projections from the gathered statistics, as the reference path makes them one by one.</summary>
    /// <returns>Whether they are finite; the statistics are released if they are.</returns>
    internal bool Estimate(NeutralGradientOptions o)
    {
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        var members = batch.Members.Skip(begin).Take(end - begin).ToArray();
        var parameters = stack([.. members.Select(m => m.Parameter)]);
        foreach (var axis in batch.Axes)
        {
            if (!IsFull(axis))
                Projection(axis).fill_(Scalars.One);
        }
        var matrices = this;
        foreach (var alike in batch.Axes.Where(a => matrices.IsFull(a)).GroupBy(a => a.Size))
        {
            using var temporaries = NewDisposeScope();
            Estimate(o, [.. alike], members, parameters);
        }
        ScaleRows(o, parameters);
        foreach (var axis in batch.Axes)
        {
            if (!Projection(axis).isfinite().all().item<bool>())
                return false;
        }
        foreach (var member in members)
        {
            foreach (var axis in batch.Axes)
                member.Release($"grad_cov_{axis.Axis}");
            member["exp_avg_sq"].zero_();
            member["scalar_exp_avg_sq"].zero_();
        }
        return true;
    }

    /// <summary>Axes of one size, all together.</summary>
    private void Estimate(NeutralGradientOptions o, BatchAxis[] axes, ParameterState[] members, Tensor parameters)
    {
        var grad_covs = new Tensor[axes.Length];
        var param_covs = new Tensor[axes.Length];
        var projections = new Tensor[axes.Length];
        for (var i = 0; i < axes.Length; i++)
        {
            var (name, count) = ($"grad_cov_{axes[i].Axis}", $"grad_cov_count_{axes[i].Axis}");
            var counts = tensor([.. members.Select(m => (double)m.Count(count))], device: parameters.device).view(-1, 1, 1);
            grad_covs[i] = stack([.. members.Select(m => m[name])]).to(ScalarType.Float64) / counts;
            var current = axes[i].Scatter(parameters, parameters).Over(axes[i].Rows);
            param_covs[i] = Part($"param_cov_{axes[i].Axis}").mul_(Scalars.Of(o.Beta3))
                .add_(current / current.diagonal(0, 1, 2).mean([1]).view(-1, 1, 1).Plus(1e-20), alpha: Scalars.Of(1 - o.Beta3));
            projections[i] = Projection(axes[i]);
        }
        // Axes of one size have as many rows too, and so the same smoothing.
        var smoothing = NeutralGradient.Smoothing(o, axes[0].Rows, axes[0].Size, o.ParamPow / o.GradPow);
        var p = ProjectionEstimator.EstimateP(cat(grad_covs), cat(param_covs).to(ScalarType.Float64), smoothing, ProjectionSolver.Eigen, parameters.dtype);
        var bases = ProjectionBasis.Of(p, cat(projections), ProjectionSolver.Eigen, o.BasisTolerance).mT;
        for (var i = 0; i < axes.Length; i++)
            projections[i].copy_(bases.narrow(0, i * members.Length, members.Length));
    }

    /// <summary>Scales the rows of every proj_{dim} by the smoothed rms of the rotated parameter.</summary>
    private void ScaleRows(NeutralGradientOptions o, Tensor parameters)
    {
        var (pow, eps) = NeutralGradient.ScaleArguments(o);
        var rotated = Forward(parameters);
        var variances = ParameterScale.VariancesOfBatch(rotated, [.. batch.Axes.Select(a => a.Axis + 1)], eps * eps, o.ParamRelEps);
        foreach (var (axis, variance) in batch.Axes.Zip(variances))
        {
            var rms = NeutralGradient.Smoothing(o, axis.Rows, axis.Size, pow).ApplyToRows(variance).sqrt();
            Projection(axis).mul_(IsFull(axis) ? rms.unsqueeze(-1) : rms);
        }
    }

    private RawTensor Multiply(RawTensor x, bool transposed, out bool isX)
    {
        isX = true;
        for (var i = 0; i < batch.Axes.Length; i++)
        {
            if (!IsFull(batch.Axes[i]))
                continue;
            using var before = x;
            using var proj = batch.Get(projNames[batch.Axes[i].Axis], begin, end);
            x = batch.Axes[i].Multiply(before, proj, transposed);
            isX = false;
        }
        return x;
    }

    private void Scale(RawTensor x)
    {
        for (var i = 0; i < batch.Axes.Length; i++)
        {
            if (IsFull(batch.Axes[i]))
                continue;
            using var proj = batch.Get(projNames[batch.Axes[i].Axis], begin, end);
            batch.Axes[i].Scale(x, proj);
        }
    }

    private bool IsFull(BatchAxis axis) => batch.Get(projNames[axis.Axis]).ndim == 3;

    private Tensor Projection(BatchAxis axis) => Part(projNames[axis.Axis]);

    private Tensor Part(string name) => batch.Get(name).narrow(0, begin, end - begin);
}
