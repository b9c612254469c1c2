using System.Runtime.InteropServices;
using OptimNotebookExt.Kernels;
using OptimNotebookExt.Optimizers.Batches;
using OptimNotebookExt.Projections;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

public sealed partial class LearnedGradient
{
    /// <summary>The fast path of the stable form: the draft's sweeps for the elements, products of whole batches for the matrices.</summary>
    private sealed class StableRule : LearnedRule
    {
        private readonly LearnedGradient optimizer;

        // What members due in a step have in common decides what can be done for them together.
        private readonly Func<FusedParameter, bool> waits;
        private readonly (Func<FusedParameter, bool> Is, bool Learns, bool Decomposes)[] kinds;
        // Whose matrices were updated in this step: their counts belong to the next one already.
        private readonly HashSet<FusedParameter> updatedNow = [];
        private LearnedGradientStableOptions options = null!;

        internal StableRule(LearnedGradient optimizer)
        {
            this.optimizer = optimizer;
            waits = parameter => !IsDue(options, parameter.State);
            kinds =
            [
                .. from learns in (bool[])[false, true]
                   from decomposes in (bool[])[false, true]
                   select ((Func<FusedParameter, bool>)(p => IsDue(options, p.State) && !updatedNow.Contains(p) && (p.State.Count("nup") > 0) == learns && (p.State.Count("nup") % options.EigEvery == 0) == decomposes), learns, decomposes),
            ];
        }

        internal override void Read(ResearchOptions stepOptions)
        {
            options = (LearnedGradientStableOptions)stepOptions;
            Read((ILearnedStep)options);
        }

        internal override bool Fits(ParameterState state)
        {
            var p = state.Parameter;
            var dims = Axes.WithMatrix(p);
            return dims.Length == 0
                || (Has("gsum", p.shape) && Has("snap", p.shape) && Has("objective", []) && Has("agreement", []) && state.TryCount("nup", out _)
                    && (!Forgetting.IsIn(state) || Has(Forgetting.Rate, []))
                    && (!RotatedBase.IsIn(state) || (Has(RotatedBase.SecondMoment, p.shape) && Has(RotatedBase.Scale, p.shape)))
                    && dims.All(d => ArenaNamesOf(state, d).All(name => Has(name, [p.shape[d], p.shape[d]]))));

            bool Has(string name, long[] shape) => state.TryGet(name, out var tensor) && tensor.dtype == p.dtype && tensor.shape.AsSpan().SequenceEqual(shape);
        }

        internal override void Run(IReadOnlyList<FusedParameter> fused, FusedSweep sweep, int threads)
        {
            RunVectors(fused, sweep, threads);
            updatedNow.Clear();
            for (var i = 0; i < Batches.Count; i++)
            {
                using var gradients = Batches[i].Gradients(GradientScratch, threads);
                foreach (var (begin, end) in Batches[i].Runs(waits))
                    Step(Batches[i], begin, end, gradients, null, threads);
                foreach (var (isKind, learns, decomposes) in kinds)
                {
                    foreach (var (begin, end) in Batches[i].Runs(isKind))
                        Step(Batches[i], begin, end, gradients, (learns, decomposes), threads);
                }
            }
        }

        private protected override IEnumerable<string> ArenaNames(ParameterState state) =>
            Axes.WithMatrix(state.Parameter).SelectMany(d => ArenaNamesOf(state, d)).Concat(["exp_avg", "gsum", "snap", "objective", "agreement"])
                .Concat(RotatedBase.IsIn(state) ? [RotatedBase.SecondMoment, RotatedBase.Scale] : [])
                .Concat(Forgetting.IsIn(state) ? [Forgetting.Rate] : []);

        private static string[] ArenaNamesOf(ParameterState state, int d) => state.Has($"grad_cov_{d}")
            ? [$"lr_{d}", $"K_{d}", $"B_{d}", RotatedBase.IsIn(state) ? $"Q_{d}" : $"P_{d}", $"grad_cov_{d}"]
            : [$"lr_{d}", $"K_{d}", $"B_{d}"];

        private void Step(BatchStep batch, int begin, int end, RawTensor gradients, (bool Learns, bool Decomposes)? update, int threads)
        {
            if (begin == end)
                return;
            StableUpdate? updated = null;
            try
            {
                var matrices = new StableMatrices(batch.Batch, begin, end);
                using var part = batch.Batch.Part(gradients, begin, end);
                if (update is { } due && Update(batch, matrices, begin, end, part, due, out updated) is { } given)
                {
                    Step(batch, begin, given, gradients, update, threads);
                    Step(batch, given + 1, end, gradients, update, threads);
                    return;
                }
                Move(batch, matrices, begin, end, part, updated, threads);
            }
            catch (Exception e)
            {
                batch.Fail(begin, end, e);
            }
            finally
            {
                updated?.Dispose();
            }
        }

        /// <summary>New matrices, not yet written.</summary>
        /// <returns>A member that does not take the step, as its base failed too often: the others then begin anew without it.</returns>
        private int? Update(BatchStep batch, StableMatrices matrices, int begin, int end, RawTensor gradients, (bool Learns, bool Decomposes) due, out StableUpdate updated)
        {
            var failures = new string?[end - begin];
            updated = matrices.Update(options, gradients, due.Learns, due.Decomposes ? (d, covariances) => NewBases(batch, begin, d, covariances, failures) : null);
            return due.Decomposes ? GivenUp(batch, begin, failures) : null;
        }

        private void Move(BatchStep batch, StableMatrices matrices, int begin, int end, RawTensor gradients, StableUpdate? updated, int threads)
        {
            for (var i = begin; i < end && updated is not null; i++)
                updatedNow.Add(batch.Member(i));
            using (var momentum = batch.Prepare(begin, end, PreparedScratch, threads))
            using (var directions = matrices.Direction(momentum, updated))
                batch.Move(begin, end, directions, threads);
            // Only of those who took the step.
            for (var first = begin; first < end;)
            {
                var last = first;
                while (last < end && batch.Took(last))
                    last++;
                if (last > first && updated is null)
                    matrices.TakeIn(options, gradients, first, last);
                else if (last > first)
                    matrices.Commit(updated!, first, last);
                first = last + 1;
            }
        }

        /// <summary>Counts the bases that could not be estimated.</summary>
        /// <returns>A member that has failed too often, and does not take the step; then the others are not counted yet.</returns>
        private int? GivenUp(BatchStep batch, int begin, string?[] failures)
        {
            for (var i = 0; i < failures.Length; i++)
            {
                var state = batch.Batch.Members[begin + i];
                if (failures[i] is null || state.Failures.FailedInARow + 1 < optimizer.FailurePolicy.MaxFailedDecompositionsInARow || IsLeftOut(begin + i))
                    continue;
                try
                {
                    optimizer.CountBases(state, failures[i]);
                }
                catch (StepFailedException e)
                {
                    batch.Fail(begin + i, begin + i + 1, e);
                }
                return begin + i;
            }
            for (var i = 0; i < failures.Length; i++)
            {
                var state = batch.Batch.Members[begin + i];
                if ((failures[i] is not null || state.Failures.FailedInARow > 0) && !IsLeftOut(begin + i))
                    optimizer.CountBases(state, failures[i]);
            }
            return null;

            // A covariance that takes in a gradient that is not finite fails, but the parameter sits the step out.
            bool IsLeftOut(int member) => batch.Update(member).SkipsNonFinite && !batch.Member(member).HasFiniteGradient();
        }

        /// <summary>P_{dim}, or Q_{dim}, of some members together; where a decomposition fails, of each by itself, and the old one where that fails too.</summary>
        private Tensor NewBases(BatchStep batch, int begin, int d, Tensor covariances, string?[] failures)
        {
            var rotated = batch.Batch.Has(RotatedBase.Scale);
            var old = batch.Batch.Get(rotated ? $"Q_{d}" : $"P_{d}").narrow(0, begin, failures.Length);
            var mean = LearnedFactor.MeanDiagonal(covariances);
            var normalized = covariances / mean;
            var isFinite = LearnedFactor.IsFinite(normalized);
            try
            {
                var p = LearnedFactor.Base(where(isFinite, normalized, LearnedFactor.Identity(normalized)), rotated, options);
                if (isFinite.logical_or(mean == Scalars.Of(0.0)).logical_and(LearnedFactor.IsFinite(p)).all().item<bool>())
                    return where(isFinite, p, old);
            }
            catch (ExternalException)
            {
                // One of the matrices: which one, shows when each is tried by itself.
            }
            return stack([.. failures.Select((_, i) => NewBase(options, rotated, covariances[i], ref failures[i]) ?? old[i])]);
        }
    }
}
