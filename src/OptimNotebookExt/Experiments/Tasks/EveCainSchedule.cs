using OptimNotebookExt.Experiments.EveCain;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Schedules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>The draft's: Eden, whose epochs are counted before their first batch, and a fresh speed-up for <see cref="NeutralGradient"/> at epoch 100.</summary>
internal sealed class EveCainSchedule(optim.Optimizer optimizer, int pairs) : TaskSchedule
{
    private readonly Eden eden = EveCainTraining.NewSchedule(optimizer);

    public override void BeforeStep(long index)
    {
        if (index % pairs != 0)
            return;
        eden.StepEpoch();
        if (index / pairs == EveCainTraining.SpeedupResetEpoch)
            (optimizer as NeutralGradient)?.ResetSpeedup();
    }

    public override void AfterStep(long index) => eden.StepBatch();
}
