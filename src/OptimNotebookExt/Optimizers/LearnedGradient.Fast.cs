using OptimNotebookExt.Kernels;
using OptimNotebookExt.Optimizers.Batches;
using OptimNotebookExt.Projections;

namespace OptimNotebookExt.Optimizers;

public sealed partial class LearnedGradient
{
    private protected override FusedRule NewFusedRule() => _defaults is LearnedGradientStableOptions ? new StableRule(this) : new Rule();

    private sealed class Rule : LearnedRule
    {
        private readonly Func<FusedParameter, bool> learns;
        private readonly Func<FusedParameter, bool> learnsNot;
        private LearnedGradientOptions options = null!;

        internal Rule()
        {
            learns = parameter => parameter.State.Step % options.LrEstPeriod == 0;
            learnsNot = parameter => !learns(parameter);
        }

        internal override void Read(ResearchOptions stepOptions)
        {
            options = (LearnedGradientOptions)stepOptions;
            Read((ILearnedStep)options);
        }

        internal override bool Fits(ParameterState state)
        {
            var p = state.Parameter;
            return Axes.WithMatrix(p).All(d => IsMatrix($"lr_{d}", p.shape[d]) && IsMatrix($"grad_cov_{d}", p.shape[d]));

            bool IsMatrix(string name, long size) =>
                state.TryGet(name, out var matrix) && matrix.dtype == p.dtype && matrix.shape.AsSpan().SequenceEqual([size, size]);
        }

        internal override void Run(IReadOnlyList<FusedParameter> fused, FusedSweep sweep, int threads)
        {
            RunVectors(fused, sweep, threads);
            for (var i = 0; i < Batches.Count; i++)
            {
                foreach (var (begin, end) in Batches[i].Runs(learnsNot))
                    Step(Batches[i], begin, end, learnsNow: false, threads);
                foreach (var (begin, end) in Batches[i].Runs(learns))
                    Step(Batches[i], begin, end, learnsNow: true, threads);
            }
        }

        private protected override IEnumerable<string> ArenaNames(ParameterState state) =>
            Axes.WithMatrix(state.Parameter).SelectMany(d => new[] { $"lr_{d}", $"grad_cov_{d}" }).Append("exp_avg");

        private void Step(BatchStep batch, int begin, int end, bool learnsNow, int threads)
        {
            IReadOnlyList<LearnedMatrix>? updated = null;
            try
            {
                var matrices = new LearnedMatrices(batch.Batch, begin, end);
                if (learnsNow)
                    updated = Learn(batch, matrices, begin, end, threads);
                using (var momentum = batch.Prepare(begin, end, PreparedScratch, threads))
                using (var directions = matrices.Direction(momentum, updated))
                    batch.Move(begin, end, directions, threads);
                if (updated is not null)
                    Commit(batch, matrices, updated, begin, end);
            }
            catch (Exception e)
            {
                batch.Fail(begin, end, e);
            }
            finally
            {
                for (var i = 0; i < (updated?.Count ?? 0); i++)
                    updated![i].Dispose();
            }
        }

        /// <summary>Writes the matrices of those who took the step.</summary>
        private static void Commit(BatchStep batch, LearnedMatrices matrices, IReadOnlyList<LearnedMatrix> updated, int begin, int end)
        {
            for (var first = begin; first < end;)
            {
                var last = first;
                while (last < end && batch.Took(last))
                    last++;
                if (last > first)
                    matrices.Commit(updated, first, last);
                first = last + 1;
            }
        }

        private IReadOnlyList<LearnedMatrix> Learn(BatchStep batch, LearnedMatrices matrices, int begin, int end, int threads)
        {
            using var all = batch.Gradients(GradientScratch, threads);
            using var gradients = batch.Batch.Part(all, begin, end);
            return matrices.Update(options, gradients);
        }
    }
}
