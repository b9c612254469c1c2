namespace OptimNotebookExt.Recording;

/// <summary>
/// What a <see cref="History"/> records, and what that costs. A level has the columns of those above it in this table;
/// <c>P</c> is a parameter's name, <c>M</c> one of its matrices <c>lr_{dim}</c>, <c>grad_cov_{dim}</c>,
/// <c>param_cov_{dim}</c>, <c>proj_{dim}</c>, <c>P_{dim}</c>. A value that does not exist at a sample is NaN; a column that never had one
/// is left out.
/// <list type="table">
/// <listheader><term>Column</term><description>Level: meaning</description></listheader>
/// <item><term>step</term><description>all: the step, from 0 at the first one after <c>Attach</c></description></item>
/// <item><term>loss</term><description>all: what was recorded, or the closure's loss</description></item>
/// <item><term>lr</term><description>all: the learning rate of the step; <c>group_N/lr</c> with several groups</description></item>
/// <item><term>dominating_share</term><description>all: the largest share of one parameter in the squared norm of the update over all recorded parameters; its name is in <see cref="HistorySnapshot.Dominating"/></description></item>
/// <item><term>P/param_rms</term><description>all: rms of the parameter after the step</description></item>
/// <item><term>P/grad_rms</term><description>all: rms of the gradient</description></item>
/// <item><term>P/update_rms</term><description>all: rms of u = p_after - p_before</description></item>
/// <item><term>P/relative_update</term><description>all: update_rms / param_rms</description></item>
/// <item><term>P/cos_update_gradient</term><description>all: cosine of the angle between -u and the gradient: 1 straight down the slope, 0 across it, below 0 uphill; NaN where u or the gradient is 0</description></item>
/// <item><term>P/scale_exp_avg, P/scale_exp_avg_sq, P/scale_grads</term><description>all: these entries of the state (scale_grads: their mean), where the optimizer has them</description></item>
/// <item><term>P/objective, P/agreement</term><description>all: how well the matrices of LearnedGradient's stable form did at their last update: ⟨g', y⟩/‖y‖ of the step y they would have made of the momentum before and the mean g' of the gradients since, and its cosine</description></item>
/// <item><term>P/collapsed_in_a_row</term><description>all: the last updates in a row at which LearnedGradient's matrices left the step one direction, NaN where there are none; from 25 on they have collapsed</description></item>
/// <item><term>P/clipped_fraction</term><description>Business: fraction of elements clamped at max_step_scale (LearnedGradient)</description></item>
/// <item><term>P/M/min, P/M/max, P/M/condition</term><description>Business, at every MatrixEvery-th sample: extreme eigenvalues (proj: singular values) and max/min; above n = 64 from 24 Lanczos steps, so that max and condition are at most, min is at least the true value; Full: exact</description></item>
/// <item><term>P/staleness_{dim}</term><description>Full, with the matrices: ‖QᵀAQ - diag‖/‖QᵀAQ‖ (Frobenius) of A = grad_cov_{dim} in the basis Q in use, the eigenvectors of lr_{dim} or the rows of proj_{dim}: 0 where the basis still diagonalizes A</description></item>
/// <item><term>Spectra P/M</term><description>Full, with the matrices: every eigenvalue (proj: singular value), ascending</description></item>
/// </list>
/// </summary>
public enum HistoryLevel
{
    /// <summary>
    /// Scalars only, elementwise figures estimated from at most 2048 elements of a parameter, 128 spread runs of 16 neighbours
    /// (1.6 % standard error of an rms, up to 6 % where neighbours are alike), no wait for a device in a step: one transfer
    /// every 256 samples, or when the history is read.
    /// </summary>
    Economy,

    /// <summary>Every element, so a copy of the parameters at sampled steps; extremes of the matrices now and then.</summary>
    Business,

    /// <summary>Whole decompositions of every matrix now and then: seconds above n = 1000. For studies.</summary>
    Full,
}
