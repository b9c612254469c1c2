using System.Runtime.InteropServices;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>The re-estimate of NeutralGradient's projections on the device path. It waits for the device, as the eigensolver there does.</summary>
internal static class NeutralEstimate
{
    /// <summary>
    /// New projections, all members together; of one alone as the reference path makes them, with what is counted and thrown where
    /// neither decomposition gives any.
    /// </summary>
    /// <param name="step">Of those whose period is over.</param>
    /// <param name="optimizer">Estimates the projections of single parameters.</param>
    /// <param name="o">The group's options.</param>
    /// <returns>Whether there are; if not, each member is to try alone.</returns>
    internal static bool Make(DeviceStep step, NeutralGradient optimizer, NeutralGradientOptions o)
    {
        var journals = step.Members.Select(m => new StateJournal(m, NeutralGradient.IsWrittenByEstimate, withParameter: false)).ToArray();
        step.Undo = () => Array.ForEach(journals, j => j.Restore());
        if (step.Count == 1)
        {
            var state = step.Members.First();
            optimizer.EstimateProjections(o, state, state.Parameter);
            return true;
        }
        try
        {
            if (new NeutralMatrices(step.Batch, step.Range.Begin, step.Range.End).Estimate(o))
            {
                foreach (var member in step.Members)
                    ResearchOptimizer.CountDecomposition(member);
                return true;
            }
        }
        catch (ExternalException)
        {
            // A decomposition of one of the matrices failed: which one, shows when each is tried by itself.
        }
        step.Undo();
        step.Undo = null;
        return false;
    }
}
