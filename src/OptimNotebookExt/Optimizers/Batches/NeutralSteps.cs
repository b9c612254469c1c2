using OptimNotebookExt.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>NeutralGradient's step of a batch: statistics and re-estimates where they are due, then the products and sweeps.</summary>
internal sealed unsafe class NeutralSteps
{
    private readonly NeutralGradient optimizer;
    private readonly Func<FusedParameter, bool> estimates;
    private readonly Func<FusedParameter, bool> gathers;

    /// <param name="optimizer">Estimates the projections of single parameters where those of a whole batch cannot be estimated together.</param>
    internal NeutralSteps(NeutralGradient optimizer)
    {
        this.optimizer = optimizer;
        estimates = p => Told(p).Estimates;
        gathers = p => Told(p) is { Estimates: false, WaitsToEstimate: false } told && told.StepWithinPeriod >= Options.EstimatePeriod - Options.StatsSteps;
    }

    internal NeutralGradientOptions Options { get; set; } = null!;

    /// <summary>The step of those who take part; each takes it whole or not at all.</summary>
    internal void Run(BatchStep batch, BatchScratch gradientScratch, BatchScratch preparedScratch, int threads)
    {
        if (batch.Runs().Count == 0)
            return;
        // Only a re-estimate writes before the step is sure, and needs to be taken back.
        using var scope = batch.Runs(estimates).Count > 0 ? NewDisposeScope() : null;
        List<(int Member, StateJournal Journal)>? journals = null;
        List<(int Begin, int End, Tensor?[] Sums)>? statistics = null;
        try
        {
            if (scope is not null)
                Estimate(batch, journals = []);
            using var gradients = batch.Gradients(gradientScratch, threads);
            if (batch.Runs(gathers).Count > 0)
                Gather(batch, gradients, statistics = []);
            foreach (var (begin, end) in batch.Runs())
                Move(batch, begin, end, gradients, preparedScratch, threads);
            Count(batch);
        }
        catch (Exception e)
        {
            batch.Fail(0, batch.Batch.Members.Count, e);
        }
        finally
        {
            if (journals is not null)
                Restore(batch, journals);
            if (statistics is not null)
                Store(batch, statistics);
        }
    }

    private static void Move(BatchStep batch, int begin, int end, RawTensor gradients, BatchScratch scratch, int threads)
    {
        var matrices = new NeutralMatrices(batch.Batch, begin, end);
        using var part = batch.Batch.Part(gradients, begin, end);
        using var rotated = matrices.Forward(part, mayWrite: batch.Batch.Members.Count > 1);
        var bytes = batch.Batch.Numel * (batch.Batch.Members[0].Parameter.dtype == ScalarType.Float64 ? 8 : 4);
        for (var i = begin; i < end; i++)
            ((INeutralUpdate)batch.Update(i)).Rotated = (byte*)rotated.Data + ((i - begin) * bytes);
        using var normalized = batch.Prepare(begin, end, scratch, threads);
        using var direction = matrices.Backward(normalized);
        batch.Move(begin, end, direction, threads);
    }

    private static void Count(BatchStep batch)
    {
        foreach (var (begin, end) in batch.Runs())
        {
            for (var i = begin; i < end; i++)
            {
                if (batch.Took(i) && !Told(batch.Member(i)).WaitsToEstimate)
                    batch.Member(i).State.SetCount("step_within_period", batch.Member(i).State.Count("step_within_period") + 1);
            }
        }
    }

    private void Gather(BatchStep batch, RawTensor gradients, List<(int Begin, int End, Tensor?[] Sums)> statistics)
    {
        foreach (var (begin, end) in batch.Runs(gathers))
        {
            using var part = batch.Batch.Part(gradients, begin, end);
            statistics.Add((begin, end, new NeutralMatrices(batch.Batch, begin, end).Scatter(part)));
        }
    }

    private static void Store(BatchStep batch, List<(int Begin, int End, Tensor?[] Sums)> statistics)
    {
        foreach (var (begin, end, sums) in statistics)
        {
            for (var i = begin; i < end; i++)
            {
                if (batch.Took(i))
                    new NeutralMatrices(batch.Batch, begin, end).StoreStatistics(sums, i);
            }
            foreach (var sum in sums)
                sum?.Dispose();
        }
    }

    /// <summary>Takes the re-estimates of those back who did not take the step.</summary>
    private static void Restore(BatchStep batch, List<(int Member, StateJournal Journal)> journals)
    {
        foreach (var (member, journal) in journals)
        {
            if (!batch.Took(member))
                journal.Restore();
        }
    }

    /// <summary>New projections of all whose period is over.</summary>
    private void Estimate(BatchStep batch, List<(int Member, StateJournal Journal)> journals)
    {
        using var noTape = torch.no_grad();
        foreach (var (begin, end) in batch.Runs(estimates).ToArray())
        {
            for (var i = begin; i < end; i++)
                journals.Add((i, new StateJournal(batch.Batch.Members[i], NeutralGradient.IsWrittenByEstimate, withParameter: false)));
            if (!EstimatedTogether(batch, begin, end, journals))
            {
                for (var i = begin; i < end; i++)
                    EstimateAlone(batch, i);
            }
            for (var i = begin; i < end; i++)
                batch.Batch.Members[i].SetCount("step_within_period", 0);
        }
    }

    private bool EstimatedTogether(BatchStep batch, int begin, int end, List<(int Member, StateJournal Journal)> journals)
    {
        var isDone = false;
        try
        {
            isDone = new NeutralMatrices(batch.Batch, begin, end).Estimate(Options);
        }
        catch (System.Runtime.InteropServices.ExternalException)
        {
            // A decomposition of one of the matrices failed: which one, shows when each is tried by itself.
        }
        foreach (var (member, journal) in journals)
        {
            if (member >= begin && member < end && isDone)
                ResearchOptimizer.CountDecomposition(batch.Batch.Members[member]);
            else if (member >= begin && member < end)
                journal.Restore();
        }
        return isDone;
    }

    private void EstimateAlone(BatchStep batch, int member)
    {
        var state = batch.Batch.Members[member];
        try
        {
            using var scope = NewDisposeScope();
            optimizer.EstimateProjections(Options, state, state.Parameter);
        }
        catch (Exception e)
        {
            batch.Fail(member, member + 1, e);
        }
    }

    private static INeutralUpdate Told(FusedParameter parameter) => (INeutralUpdate)parameter.Update!;
}
