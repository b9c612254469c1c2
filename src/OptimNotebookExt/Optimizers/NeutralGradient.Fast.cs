using System.Numerics;
using OptimNotebookExt.Kernels;
using OptimNotebookExt.Optimizers.Batches;
using OptimNotebookExt.Projections;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

public sealed partial class NeutralGradient
{
    private protected override FusedRule NewFusedRule() => new Rule(this);

    private sealed unsafe class Rule(NeutralGradient optimizer) : BatchedRule
    {
        private readonly NeutralHyper hyper = new() { SlowPeriod = SlowPeriod };
        private readonly List<FusedParameter> due = [];
        private readonly NeutralSteps steps = new(optimizer);

        internal override IReadOnlyList<string> StateNames { get; } =
            ["delta", "exp_avg_sq", "grad_times_step", "scale", "scale_exp_avg_sq", "scalar_exp_avg_sq"];

        internal override void Read(ResearchOptions stepOptions)
        {
            var o = (NeutralGradientOptions)stepOptions;
            steps.Options = o;
            hyper.LearningRate = o.LearningRate!.Value;
            hyper.Beta1 = o.Beta1;
            hyper.Beta2 = o.Beta2;
            hyper.ScaleSpeed = o.ScaleSpeed;
            hyper.GradEps = o.GradEps;
            hyper.GradPow = o.GradPow;
            hyper.ParamMinRms = o.ParamMinRms;
            hyper.ParamMaxRms = o.ParamMaxRms;
        }

        internal override FusedUpdate NewUpdate(ParameterState state) =>
            state.Parameter.dtype == ScalarType.Float64 ? NewUpdate<double>(state.Parameter) : NewUpdate<float>(state.Parameter);

        internal override bool Does(ParameterState state) => base.Does(state) && state.Parameter.numel() > 0;

        // One that waits adds its gradient to the others at once; and which ones wait is decided of those that step.
        internal override bool ChecksGradient(FusedParameter parameter) =>
            base.ChecksGradient(parameter) && !RecalibratesNext(steps.Options) && !Waits(parameter.State);

        internal override bool Fits(ParameterState state)
        {
            var p = state.Parameter;
            return HasShape("cached_grad", p.shape) && Axes.WithMatrix(p).All(d =>
            {
                var size = p.shape[d];
                return HasShape($"proj_{d}", size)
                    || (HasShape($"proj_{d}", size, size) && HasShape($"param_cov_{d}", size, size) && (!state.Has($"grad_cov_{d}") || HasShape($"grad_cov_{d}", size, size)));
            });

            bool HasShape(string name, params long[] shape) =>
                state.TryGet(name, out var tensor) && tensor.dtype == p.dtype && tensor.shape.AsSpan().SequenceEqual(shape);
        }

        internal override void Run(IReadOnlyList<FusedParameter> fused, FusedSweep sweep, int threads)
        {
            due.Clear();
            for (var i = 0; i < fused.Count; i++)
                Collect(fused[i]);
            Sort(due);
            for (var i = 0; i < Vectors.Count; i++)
                sweep.Add(Vectors[i].Update!);
            sweep.Run(threads);
            for (var i = 0; i < Batches.Count; i++)
                steps.Run(Batches[i], GradientScratch, PreparedScratch, threads);
            for (var i = 0; i < due.Count; i++)
                ClearSum(due[i]);
        }

        private protected override IEnumerable<string> ArenaNames(ParameterState state) =>
            Axes.WithMatrix(state.Parameter).SelectMany(d => new[] { $"proj_{d}", $"param_cov_{d}" }).Where(state.Has);

        private FusedUpdate NewUpdate<T>(Tensor p)
            where T : unmanaged, IBinaryFloatingPointIeee754<T> => Axes.WithMatrix(p).Length > 0
            ? new NeutralMatrixUpdate<T>(p.numel(), hyper)
            : new NeutralVectorUpdate<T>(p.numel(), hyper);

        /// <summary>Finds out whether it is the parameter's turn; if not, its gradient joins those that wait.</summary>
        private void Collect(FusedParameter parameter)
        {
            var (state, update) = (parameter.State, parameter.Update!);
            var told = (INeutralUpdate)update;
            (update.Waits, told.Gradients) = (false, 1);
            if (!Waits(state))
            {
                Due(parameter);
                return;
            }
            try
            {
                // Whoever waits makes few steps: no kernel for these sums.
                using var noTape = torch.no_grad();
                using var scope = torch.NewDisposeScope();
                var gradient = state.Parameter.grad!;
                var (isDue, n) = optimizer.Turn(state, state.Step);
                if (isDue)
                {
                    parameter.Sum = gradient.Plus(state["cached_grad"]).DetachFromDisposeScope();
                    update.Gradient = TensorExports.Data(parameter.Sum.Handle);
                    told.Gradients = n;
                    Due(parameter);
                    return;
                }
                state["cached_grad"].Increase(gradient);
                state.SetCount("n_cached_grads", n);
                update.Waits = true;
            }
            catch (Exception e)
            {
                update.Fail(e, whileWriting: false);
            }
        }

        private void Due(FusedParameter parameter)
        {
            var told = (INeutralUpdate)parameter.Update!;
            told.StepWithinPeriod = parameter.State.TryCount("step_within_period", out var within) ? within : 0;
            var isOver = told.StepWithinPeriod == steps.Options.EstimatePeriod;
            told.Estimates = isOver && optimizer.MayEstimate();
            told.WaitsToEstimate = isOver && !told.Estimates;
            due.Add(parameter);
        }

        private static void ClearSum(FusedParameter parameter)
        {
            if (parameter.Sum is not { } sum)
                return;
            parameter.Sum = null;
            sum.Dispose();
            if (parameter.Update is not { Failure: null, IsRejected: false })
                return;
            parameter.State["cached_grad"].zero_().Dispose();
            parameter.State.SetCount("n_cached_grads", 0);
        }
    }
}
